/**
 * KRR's timestamps end in an offset without minutes (`2023-06-10T21:00:01+02`), in `Z` with milliseconds or in a whole
 * offset; JavaScript reads only the latter two. Undefined for anything else.
 */
export function parseKrrDate(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined;
  const date = new Date(value.replace(/([+-]\d{2})$/, '$1:00'));
  return /T/.test(value) && !Number.isNaN(date.getTime()) ? date : undefined;
}
