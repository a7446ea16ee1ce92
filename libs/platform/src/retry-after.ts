/** When no time is given, ask again after this long. */
const DEFAULT_WAIT_MS = 30_000;
/** A provider that asks for more is asked again after this; a wrong header must not stop letters for days. */
const LONGEST_WAIT_MS = 60 * 60 * 1_000;

/** The instant that a `Retry-After` header (seconds or HTTP date, RFC 9110 10.2.3) names, at most an hour ahead. */
export function retryAt(headers: Readonly<Record<string, string>>, now: Date): Date {
  const wait = waitOf(headers['retry-after'], now) ?? DEFAULT_WAIT_MS;
  return new Date(now.getTime() + Math.min(Math.max(wait, 0), LONGEST_WAIT_MS));
}

function waitOf(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : date - now.getTime();
}
