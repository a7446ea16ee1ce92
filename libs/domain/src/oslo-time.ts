/** Local time in Norway from the zone data of the JavaScript engine, so that summer time is always right. */
export interface CalendarDate {
  readonly year: number;
  /** 1-12 */
  readonly month: number;
  /** 1-31 */
  readonly day: number;
}

const FORMAT = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Oslo',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The date and the milliseconds since local midnight (wall-clock time) in Oslo. */
export function osloDate(instant: Date): { date: CalendarDate; timeOfDayMs: number } {
  const parts = new Map(FORMAT.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const get = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return {
    date: { year: get('year'), month: get('month'), day: get('day') },
    timeOfDayMs: ((get('hour') * 60 + get('minute')) * 60 + get('second')) * 1000 + instant.getUTCMilliseconds(),
  };
}

/** The instant at which it is `timeOfDayMs` after midnight (wall clock) on that date in Oslo; in the hour that summer time skips, the first after it. */
export function osloToInstant(date: CalendarDate, timeOfDayMs: number): Date {
  const asIfUtc = Date.UTC(date.year, date.month - 1, date.day) + timeOfDayMs;
  // The offset is found twice, since the first guess can lie on the other side of a change to or from summer time.
  const guess = asIfUtc - offsetAt(asIfUtc);
  return new Date(asIfUtc - offsetAt(guess));
}

export function osloMidnight(date: CalendarDate): Date {
  return osloToInstant(date, 0);
}

/**
 * The same wall-clock time so many months later, on the last day of a month that has no such day: how a period in
 * months is counted in Norway (31 August and 18 months: 28 February).
 */
export function plusOsloMonths(instant: Date, months: number): Date {
  const { date, timeOfDayMs } = osloDate(instant);
  const monthIndex = date.year * 12 + date.month - 1 + months;
  const [year, month] = [Math.floor(monthIndex / 12), (monthIndex % 12) + 1];
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return osloToInstant({ year, month, day: Math.min(date.day, lastDay) }, timeOfDayMs);
}

function offsetAt(instant: number): number {
  const { date, timeOfDayMs } = osloDate(new Date(instant));
  return Date.UTC(date.year, date.month - 1, date.day) + timeOfDayMs - instant;
}
