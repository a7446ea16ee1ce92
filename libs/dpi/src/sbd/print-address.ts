import { isNorwegian, type PostalAddress } from '#domain/postal-address.js';
import type { SbdPostalAddress } from './sbd.js';

/**
 * An address as DPI print takes it (adresseInformasjon, DPI reference 2.3): name, one to four lines of at most 100
 * characters, and then postnummer and poststed in Norway or landkode abroad. DPI has no field for a foreign postal code
 * and town, so they become the last line, as eFormidling writes them; when all four lines are taken they go behind the
 * last one. Nothing is ever cut off: a letter to half an address is lost or read by a neighbour, so an address that has
 * no room is a problem, which the caller asks for before it packs anything.
 */
export type PrintAddressProblem = keyof typeof PRINT_ADDRESS_PROBLEMS;

/** What is wrong in words for a failure; the address itself is never in them. */
export const PRINT_ADDRESS_PROBLEMS = {
  incomplete: 'it lacks a name, a street line, a Norwegian postal code with its place, or a country code',
  'too-long': 'a line is longer than 100 characters, or the place longer than 80',
  'too-many-lines': 'it has more lines than the four that DPI print takes',
} as const;

const MAX_LINE = 100;
const MAX_LINES = 4;
const MAX_PLACE = 80;
/** Control characters, halves of surrogate pairs, and the two that are no characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;

/** Undefined when `printAddress` can write it. */
export function printAddressProblem(address: PostalAddress): PrintAddressProblem | undefined {
  const lines = linesOf(address);
  if (clean(address.name) === '' || street(address).length === 0 || !hasDestination(address)) return 'incomplete';
  if (lines.length > MAX_LINES) return 'too-many-lines';
  const isTooLong = lines.some((line) => characters(line) > MAX_LINE) || characters(clean(address.city)) > MAX_PLACE;
  return isTooLong ? 'too-long' : undefined;
}

/** Pure; for an address without a `printAddressProblem`. */
export function printAddress(address: PostalAddress): SbdPostalAddress {
  const [first = '', second, third, fourth] = linesOf(address);
  return {
    navn: clean(address.name),
    adresselinje1: first,
    ...(second === undefined ? {} : { adresselinje2: second }),
    ...(third === undefined ? {} : { adresselinje3: third }),
    ...(fourth === undefined ? {} : { adresselinje4: fourth }),
    ...(isNorwegian(address)
      ? { postnummer: clean(address.postalCode), poststed: clean(address.city) }
      : { landkode: clean(address.countryCode) }),
  };
}

function linesOf(address: PostalAddress): readonly string[] {
  const lines = street(address);
  const place = isNorwegian(address) ? '' : [clean(address.postalCode), clean(address.city)].join(' ').trim();
  if (place === '') return lines;
  if (lines.length !== MAX_LINES) return [...lines, place];
  return lines.map((line, index) => (index === MAX_LINES - 1 ? `${line}, ${place}` : line));
}

function street({ lines }: PostalAddress): readonly string[] {
  return lines.map(clean).filter((line) => line !== '');
}

function hasDestination(address: PostalAddress): boolean {
  return isNorwegian(address)
    ? /^\d{4}$/.test(clean(address.postalCode)) && clean(address.city) !== ''
    : /^[A-Za-z]{2}$/.test(clean(address.countryCode));
}

function clean(text = ''): string {
  return text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
}

/** As JSON Schema counts. */
function characters(text: string): number {
  return Array.from(text).length;
}
