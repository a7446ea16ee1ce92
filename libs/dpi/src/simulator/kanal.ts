import { err, ok, type Result } from '#domain/result.js';

/** The API says 28 characters; the default of its most used client has 30 (DPI reference 1.4). */
const KANAL = /^[\w-]{1,64}$/;

/** The kanal of a query, lower case because case does not count; empty when there is none. */
export function readKanal(query: URLSearchParams): Result<string, string> {
  const kanal = query.get('kanal') ?? '';
  return kanal === '' || KANAL.test(kanal)
    ? ok(kanal.toLowerCase())
    : err('kanal has 1-64 letters (without æøå), digits, _ and -.');
}
