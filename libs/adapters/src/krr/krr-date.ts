const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})([.,]\d{1,9})?(?:Z|([+-]\d{2}):?(\d{2})?)$/;

/**
 * KRR's timestamps end in an offset without minutes (`2023-06-10T21:00:01+02`), in `Z` with milliseconds or in a whole
 * offset; JavaScript reads only the latter two. Undefined for anything else, also for one without an offset: which day
 * it was is not guessed, and a date that no calendar has is not moved to the next.
 */
export function parseKrrDate(value: unknown): Date | undefined {
  const [, day, time, fraction = '', hours, minutes = '00'] =
    typeof value === 'string' ? (TIMESTAMP.exec(value) ?? []) : [];
  if (day === undefined || time === undefined) return undefined;
  const asUtc = new Date(`${day}T${time}Z`);
  if (Number.isNaN(asUtc.getTime()) || asUtc.toISOString().slice(0, 10) !== day) return undefined;
  const offset = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const date = new Date(`${day}T${time}${fraction.replace(',', '.').slice(0, 4)}${offset}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
