import type { PostalAddress } from '#domain/postal-address.js';
import type { JsonObject } from '#platform/parse-json.js';
import { linesOf, objectOf, textOf } from './person-document.js';

/**
 * Addresses in Norway from the address forms of the register; undefined for what no postman could use. Municipality
 * and dwelling numbers are left out: they are not part of a postal address and would tell where a protected person
 * lives.
 */
export type Place = Omit<PostalAddress, 'name'>;

/** One address element: the first form of it that is complete. */
export function toNorwegianPlace(element: JsonObject): Place | undefined {
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

function fromPostBox(value: JsonObject): Place | undefined {
  const box = textOf(value, 'postboks');
  if (box === undefined) return undefined;
  // Registered as `95`, `Test 165` and `PostBoks 12` alike.
  const line = /^(post)?boks/i.test(box) ? box : `Postboks ${box}`;
  return place([textOf(value, 'postbokseier'), line], objectOf(value, 'poststed'));
}

function fromStreet(value: JsonObject): Place | undefined {
  const street = textOf(value, 'adressenavn');
  const number = objectOf(value, 'adressenummer');
  const house = `${textOf(number, 'husnummer') ?? ''}${textOf(number, 'husbokstav') ?? ''}`;
  const line = street === undefined ? undefined : `${street} ${house}`.trim();
  return place([careOf(value), textOf(value, 'adressetilleggsnavn'), line], objectOf(value, 'poststed'));
}

function fromCadastre(value: JsonObject): Place | undefined {
  const farm = textOf(value, 'adressetilleggsnavn') ?? cadastralNumber(value);
  return place([careOf(value), farm], objectOf(value, 'poststed'));
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

const COUNTRY_LINE = /^(norge|noreg|norway)$/i;
const POSTAL_LINE = /^(?:NO?-)?(\d{4})\s+(\p{L}.*)$/u;

/** Up to four lines; the place may be a part of its own or, as seen, only one of the lines (`2270 FLISA`). */
function fromFreeFormat(value: JsonObject): Place | undefined {
  const lines = linesOf(value, 'adresselinje').filter((line) => !COUNTRY_LINE.test(line));
  const given = place(lines, objectOf(value, 'poststed'));
  if (given !== undefined) return given;
  const index = lines.findLastIndex((line) => POSTAL_LINE.test(line));
  const match = POSTAL_LINE.exec(lines[index] ?? '');
  if (match === null) return undefined;
  return place(lines.slice(0, index), { postnummer: match[1], poststedsnavn: match[2] });
}

export function careOf(value: JsonObject): string | undefined {
  const name = textOf(value, 'coAdressenavn');
  if (name === undefined) return undefined;
  return /^(c\/o|v\/)/i.test(name) ? name : `c/o ${name}`;
}

function place(lines: readonly (string | undefined)[], poststed: JsonObject | undefined): Place | undefined {
  const filled = lines.filter((line): line is string => line !== undefined);
  const postalCode = textOf(poststed, 'postnummer');
  const city = textOf(poststed, 'poststedsnavn');
  if (filled.length === 0 || city === undefined || postalCode === undefined || !/^\d{4}$/.test(postalCode))
    return undefined;
  return { lines: filled.slice(0, 4), postalCode, city };
}
