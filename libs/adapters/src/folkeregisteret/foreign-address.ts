import { fitAddressLines } from '#domain/address-lines.js';
import { countryCodeOfName, hasNorwegianPost, toCountryCode } from '#domain/countries.js';
import { placeOfLines, type Place } from '#domain/norwegian-post.js';
import type { JsonObject } from '#platform/parse-json.js';
import { careOf } from './address-form.js';
import { linesOf, objectOf, textOf } from './person-document.js';

/**
 * An address abroad from either form of it; undefined without a country that mail can be sent to (`XX` stateless, `YY`
 * not stated). What lies in Norway, Svalbard or Jan Mayen has a Norwegian postal code and is Norwegian mail, whatever
 * form it came in.
 */
export function toForeignPlace(element: JsonObject): Place | undefined {
  const structured = objectOf(element, 'utenlandskAdresse');
  const free = objectOf(element, 'utenlandskAdresseIFrittFormat');
  return (
    (structured === undefined ? undefined : place(structuredLines(structured), structured)) ??
    (free === undefined ? undefined : toFreeForeignPlace(free))
  );
}

export function toFreeForeignPlace(value: JsonObject): Place | undefined {
  return place(linesOf(value, 'adresselinje'), value);
}

function structuredLines(value: JsonObject): readonly (string | undefined)[] {
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
  ];
}

function place(given: readonly (string | undefined)[], value: JsonObject): Place | undefined {
  const lines = given.filter((line): line is string => line !== undefined && !/^(uoppgitt|ukjent)\b/i.test(line));
  const named = countryCodeOfName(lines.at(-1) ?? '');
  const countryCode = toCountryCode(textOf(value, 'landkode') ?? '') ?? named;
  if (countryCode === undefined) return undefined;
  // Print writes the country, so a last line that says the same goes; and so does one with the postal place.
  const street = named === countryCode ? lines.slice(0, -1) : lines;
  const postalCode = textOf(value, 'postkode');
  const city = textOf(value, 'byEllerStedsnavn');
  if (hasNorwegianPost(countryCode)) return placeOfLines(street, postalCode, city);
  const written = `${postalCode ?? ''} ${city ?? ''}`.trim().toLowerCase();
  const fitted = fitAddressLines(street.filter((line) => line.toLowerCase() !== written));
  if (fitted.length === 0 && city === undefined) return undefined;
  return {
    lines: fitted.length === 0 ? [city ?? ''] : fitted,
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(city === undefined ? {} : { city }),
    countryCode,
  };
}
