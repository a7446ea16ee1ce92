import { fitAddressLines } from '#domain/address-lines.js';
import { hasNorwegianPost, toCountryCode } from '#domain/countries.js';
import { placeOfLines, type Place } from '#domain/norwegian-post.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { ADDRESSES } from './unit-vocabulary.js';

/**
 * Where a letter to a unit goes: where its post goes, then where the business is (units) or lies (sub-units); the first
 * that a postman could use. Lines may be empty strings and nulls; small places have no street, so that the place is the
 * address.
 */
export function toUnitPlace(unit: JsonObject): Place | undefined {
  for (const field of ADDRESSES) {
    const value = unit[field];
    const place = isJsonObject(value) ? toPlace(value) : undefined;
    if (place !== undefined) return place;
  }
  return undefined;
}

function toPlace(value: JsonObject): Place | undefined {
  const given: readonly unknown[] = Array.isArray(value['adresse']) ? value['adresse'] : [];
  const lines = fitAddressLines(given.map((line) => textOf(line)));
  const postalCode = textOf(value['postnummer']);
  const city = textOf(value['poststed']);
  const countryCode = toCountryCode(textOf(value['landkode']) ?? 'NO');
  if (countryCode === undefined || (lines.length === 0 && city === undefined)) return undefined;
  const street = lines.length === 0 ? [city ?? ''] : lines;
  if (hasNorwegianPost(countryCode)) return placeOfLines(street, postalCode, city);
  return {
    lines: street,
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(city === undefined ? {} : { city }),
    countryCode,
  };
}

/** A trimmed text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
