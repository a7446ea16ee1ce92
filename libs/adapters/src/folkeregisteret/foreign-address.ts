import type { JsonObject } from '#platform/parse-json.js';
import { careOf, type Place } from './norwegian-address.js';
import { linesOf, objectOf, textOf } from './person-document.js';

/** Real countries by ISO 3166-1; the register also writes `XX` (stateless) and `YY` (not stated). */
const COUNTRIES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const MOST_LINES = 4;

/** An address abroad from either form of it; undefined without a country that mail can be sent to. */
export function toForeignPlace(element: JsonObject): Place | undefined {
  const structured = objectOf(element, 'utenlandskAdresse');
  const free = objectOf(element, 'utenlandskAdresseIFrittFormat');
  return (
    (structured === undefined ? undefined : place(structuredLines(structured), structured)) ??
    (free === undefined ? undefined : place(linesOf(free, 'adresselinje'), free))
  );
}

function structuredLines(value: JsonObject): readonly string[] {
  const box = textOf(value, 'postboks');
  const together = (...fields: string[]): string | undefined => {
    const parts = fields.flatMap((field) => textOf(value, field) ?? []);
    return parts.length === 0 ? undefined : parts.join(', ');
  };
  return [
    careOf(value),
    textOf(value, 'adressenavn'),
    together('bygning', 'etasjenummer', 'boenhet'),
    box === undefined || /box|boks/i.test(box) ? box : `P.O. Box ${box}`,
    together('distriktsnavn', 'region'),
  ].filter((line): line is string => line !== undefined);
}

function place(lines: readonly string[], value: JsonObject): Place | undefined {
  const countryCode = textOf(value, 'landkode')?.toUpperCase();
  if (countryCode === undefined || !isCountry(countryCode)) return undefined;
  const postalCode = textOf(value, 'postkode');
  const city = textOf(value, 'byEllerStedsnavn');
  if (lines.length === 0 && city === undefined) return undefined;
  // Norway among the foreign addresses: only with what a Norwegian address needs.
  if (countryCode === 'NO' && (city === undefined || !/^\d{4}$/.test(postalCode ?? ''))) return undefined;
  return {
    lines: lines.length === 0 ? [city ?? ''] : fit(lines),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(city === undefined ? {} : { city }),
    countryCode,
  };
}

function fit(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), lines.slice(MOST_LINES - 1).join(', ')];
}

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && COUNTRIES.of(code) !== undefined;
}
