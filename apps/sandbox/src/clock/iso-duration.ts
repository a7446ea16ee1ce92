/** An ISO 8601 duration; every part is zero when absent. Years and months are whole, the others may have decimals. */
export interface IsoDuration {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

const DECIMAL = String.raw`(\d+(?:[.,]\d+)?)`;
const PATTERN = new RegExp(
  String.raw`^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:${DECIMAL}W)?(?:${DECIMAL}D)?` +
    String.raw`(?:T(?=\d)(?:${DECIMAL}H)?(?:${DECIMAL}M)?(?:${DECIMAL}S)?)?$`,
);

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Undefined when the text is not a duration. */
export function parseIsoDuration(text: string): IsoDuration | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number((match[index] ?? '0').replace(',', '.'));
  return {
    years: part(1),
    months: part(2),
    weeks: part(3),
    days: part(4),
    hours: part(5),
    minutes: part(6),
    seconds: part(7),
  };
}

/**
 * The instant after the duration, in UTC: years and months by the calendar (the last day of a shorter month when the
 * day does not exist), all else as exact time.
 */
export function addIsoDuration(instant: Date, duration: IsoDuration): Date {
  const moved = new Date(instant);
  const day = moved.getUTCDate();
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + duration.years * 12 + duration.months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, lastDay));
  const exact =
    (duration.weeks * 7 + duration.days) * DAY_MS +
    duration.hours * HOUR_MS +
    duration.minutes * MINUTE_MS +
    duration.seconds * SECOND_MS;
  return new Date(moved.getTime() + Math.round(exact));
}
