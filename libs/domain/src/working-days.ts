import { norwegianHolidays } from './norwegian-holidays.js';
import { osloDate, osloMidnight, osloToInstant, type CalendarDate } from './oslo-time.js';

/**
 * Working days: Monday to Friday, not Norwegian public holidays, in Europe/Oslo. A read deadline of N working days
 * ends at the same local time N working days after publication; what is published on another day counts from 00:00 of
 * the next working day (design 6).
 */
export function addWorkingDays(from: Date, days: number): Date {
  const local = osloDate(from);
  const start = isWorkingDay(local.date) ? local : { date: nextWorkingDay(local.date), timeOfDayMs: 0 };
  let date = start.date;
  for (let counted = 0; counted < days; counted += 1) date = nextWorkingDay(date);
  return start.timeOfDayMs === 0 ? osloMidnight(date) : osloToInstant(date, start.timeOfDayMs);
}

export function isWorkingDay(date: CalendarDate): boolean {
  const weekday = new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !norwegianHolidays(date.year).has(`${date.month}-${date.day}`);
}

export function nextWorkingDay(date: CalendarDate): CalendarDate {
  let next = dayAfter(date);
  while (!isWorkingDay(next)) next = dayAfter(next);
  return next;
}

function dayAfter(date: CalendarDate): CalendarDate {
  const next = new Date(Date.UTC(date.year, date.month - 1, date.day + 1));
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}
