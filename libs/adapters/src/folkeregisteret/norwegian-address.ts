import { countryCodeOfName, hasNorwegianPost } from '#domain/countries.js';
import { placeOfLines, toNorwegianPlace, toPostalCode, type Place } from '#domain/norwegian-post.js';
import type { JsonObject } from '#platform/parse-json.js';
import { careOf, postalPlaceOf } from './address-form.js';
import { toFreeForeignPlace } from './foreign-address.js';
import { linesOf, objectOf, textOf } from './person-document.js';

/**
 * Addresses in Norway from the address forms of the register; undefined for what no postman could use, and then the
 * next address is tried. Municipality and dwelling numbers are left out: they are not part of a postal address and would
 * tell where a protected person lives.
 */
export function toDomesticPlace(element: JsonObject): Place | undefined {
  for (const [form, convert] of FORMS) {
    const value = objectOf(element, form);
    const place = value === undefined ? undefined : convert(value);
    if (place !== undefined) return place;
  }
  return undefined;
}

const FORMS: readonly (readonly [string, (value: JsonObject) => Place | undefined])[] = [
  ['postboksadresse', fromPostBox],
  ['vegadresse', fromStreet],
  ['matrikkeladresse', fromCadastre],
  ['postadresseIFrittFormat', fromFreeFormat],
];

/** Registered as `95`, `Test 165` and `PostBoks 12` alike; `PostBoks` without a number is no box that can be found. */
function fromPostBox(value: JsonObject): Place | undefined {
  const box = textOf(value, 'postboks');
  if (box === undefined || !/\d/.test(box)) return undefined;
  const line = /^(post)?boks|^p\.? ?b\.? /i.test(box) ? box : `Postboks ${box}`;
  return toNorwegianPlace([textOf(value, 'postbokseier'), line], ...postalPlaceOf(value));
}

function fromStreet(value: JsonObject): Place | undefined {
  const extra = textOf(value, 'adressetilleggsnavn');
  const street = textOf(value, 'adressenavn');
  const line = street === undefined ? undefined : `${street} ${houseOf(value)}`.trim();
  return toNorwegianPlace([careOf(value), extra, line], ...postalPlaceOf(value));
}

/** `12B`. A street in a small place may have no numbers; zeros in front come from the register's predecessor. */
function houseOf(value: JsonObject): string {
  const number = objectOf(value, 'adressenummer');
  const house = (textOf(number, 'husnummer') ?? '').replace(/^0+/, '');
  return house === '' ? '' : `${house}${(textOf(number, 'husbokstav') ?? '').toUpperCase()}`;
}

/** A farm without a street: its name, else the numbers by which the country road's postman knows it. */
function fromCadastre(value: JsonObject): Place | undefined {
  const farm = textOf(value, 'adressetilleggsnavn') ?? cadastralNumber(value);
  return toNorwegianPlace([careOf(value), farm], ...postalPlaceOf(value));
}

function cadastralNumber(value: JsonObject): string | undefined {
  const numbers = objectOf(value, 'matrikkelnummer');
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['Gnr', textOf(numbers, 'gaardsnummer')],
    ['Bnr', textOf(numbers, 'bruksnummer')],
    ['Fnr', textOf(numbers, 'festenummer')],
    ['Unr', textOf(value, 'undernummer')],
  ];
  const known = parts.filter(([, number]) => number !== undefined && number !== '0');
  return known.length === 0 ? undefined : known.map(([label, number]) => `${label} ${number ?? ''}`).join(' ');
}

/**
 * Lines that a person wrote. Without a postal place of its own the last line decides: with another country there the
 * four digits of a Danish town are not a Norwegian postal code.
 */
function fromFreeFormat(value: JsonObject): Place | undefined {
  const lines = linesOf(value, 'adresselinje');
  const [code, city] = postalPlaceOf(value);
  const written = toPostalCode(code) === undefined ? countryCodeOfName(lines.at(-1) ?? '') : undefined;
  const country = textOf(value, 'landkode') ?? written ?? 'NO';
  return hasNorwegianPost(country.toUpperCase()) ? placeOfLines(lines, code, city) : toFreeForeignPlace(value);
}
