const WITHOUT_ZONE = /T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

/**
 * Altinn writes most times with a zone, but some (of notifications) without one, and means UTC: JavaScript would read
 * those as the machine's own time. Undefined for anything else.
 */
export function parseAltinnTime(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined;
  const date = new Date(WITHOUT_ZONE.test(value) ? `${value}Z` : value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
