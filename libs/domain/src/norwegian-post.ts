import { cleanAddressLine, fitAddressLines } from './address-lines.js';
import { countryCodeOfName } from './countries.js';
import type { PostalAddress } from './postal-address.js';

/** An address without its addressee. */
export type Place = Omit<PostalAddress, 'name'>;

const CODE = /^(?:no?\s*-?\s*)?(\d{3,4})$/i;
/** Codes and places that registers write for "not known" (`9999 UKJENT`). */
const NOWHERE = /^(ukjent|uoppgitt|uten fast bopel)/i;
const POSTAL_LINE = /^(?:(?<before>.*\S)\s*[,;]\s*)?(?:no?\s*-\s*|n\s+)?(?<code>\d{4})\s+(?<city>\p{L}[^\d]*)$/iu;

/**
 * Four digits of what a register has for them: padded, with the country in front (`NO-0155`, `n-0155`), or as a number
 * that has lost its zero. Undefined for what no post office has.
 */
export function toPostalCode(text: string | undefined): string | undefined {
  const code = CODE.exec(cleanAddressLine(text ?? ''))?.[1]?.padStart(4, '0');
  return code === '0000' || code === '9999' ? undefined : code;
}

/**
 * A place in Norway, or undefined for what no postman could use: it takes a postal code with its place, and a line that
 * says where in that place. `c/o somebody` alone says with whom and not where.
 */
export function toNorwegianPlace(
  lines: readonly (string | undefined)[],
  code: string | undefined,
  city: string | undefined,
): Place | undefined {
  const postalCode = toPostalCode(code);
  const place = cleanAddressLine(city ?? '');
  const fitted = fitAddressLines(lines);
  const says = lines.some((line) => isWhere(cleanAddressLine(line ?? '')));
  if (postalCode === undefined || place === '' || NOWHERE.test(place) || !says) return undefined;
  return { lines: fitted, postalCode, city: place };
}

/** As `toNorwegianPlace` for lines that may name the postal place and the country themselves (`2270 FLISA`, `Norge`). */
export function placeOfLines(
  given: readonly string[],
  code: string | undefined,
  city: string | undefined,
): Place | undefined {
  const lines = given.map(cleanAddressLine).filter((line) => line !== '' && countryCodeOfName(line) !== 'NO');
  const index = lines.findLastIndex((line) => POSTAL_LINE.test(withoutCountry(line)));
  const written = POSTAL_LINE.exec(withoutCountry(lines[index] ?? ''))?.groups;
  const isTheSame = written !== undefined && toPostalCode(code) === written['code'];
  const street = [...lines.slice(0, Math.max(index, 0)), written?.['before']];
  return toNorwegianPlace(isTheSame ? street : lines, code, city) ?? fromWritten(street, written);
}

function fromWritten(
  street: readonly (string | undefined)[],
  written: Readonly<Record<string, string | undefined>> | undefined,
): Place | undefined {
  return written === undefined ? undefined : toNorwegianPlace(street, written['code'], written['city']);
}

function withoutCountry(line: string): string {
  return line.replace(/[,\s]+(norge|noreg|norway)$/i, '');
}

/** A line that is neither a c/o nor a post box without its number. */
function isWhere(line: string): boolean {
  return line !== '' && !/^(c\/o|v\/|att\b)/i.test(line) && !/^(post)?boks\.?$/i.test(line);
}
