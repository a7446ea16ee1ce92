/**
 * Public holidays in Norway by law (lov om helligdager 1995-02-24-12, and 1 and 17 May): fixed dates and those that
 * follow Easter. Returned as `month-day` of the year, so that membership is one look-up.
 */
const cache = new Map<number, ReadonlySet<string>>();

const FIXED = ['1-1', '5-1', '5-17', '12-25', '12-26'];
/** Days from Easter Sunday: Maundy Thursday, Good Friday, Easter, Easter Monday, Ascension, Whitsun, Whit Monday. */
const AROUND_EASTER = [-3, -2, 0, 1, 39, 49, 50];

export function norwegianHolidays(year: number): ReadonlySet<string> {
  const known = cache.get(year);
  if (known) return known;
  const easter = easterSunday(year);
  const moving = AROUND_EASTER.map((offset) => {
    const date = new Date(easter + offset * 86_400_000);
    return `${date.getUTCMonth() + 1}-${date.getUTCDate()}`;
  });
  const holidays = new Set([...FIXED, ...moving]);
  cache.set(year, holidays);
  return holidays;
}

/** Gregorian Easter by the anonymous (Meeus/Jones/Butcher) algorithm; UTC midnight in milliseconds. */
export function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const leapCenturies = Math.floor(century / 4);
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leapCenturies - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const adjust = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const monthAndDay = epact + weekday - 7 * adjust + 114;
  return Date.UTC(year, Math.floor(monthAndDay / 31) - 1, (monthAndDay % 31) + 1);
}
