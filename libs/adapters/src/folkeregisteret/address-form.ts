import type { JsonObject } from '#platform/parse-json.js';
import { objectOf, textOf } from './person-document.js';

/** What the address forms of the register have in common. */
export function careOf(value: JsonObject): string | undefined {
  const name = textOf(value, 'coAdressenavn');
  if (name === undefined) return undefined;
  return /^(c\/o|v\/)/i.test(name) ? name : `c/o ${name}`;
}

/** Postal code and place: in `poststed`, or beside each other as the register's documentation shows older documents. */
export function postalPlaceOf(value: JsonObject): readonly [code: string | undefined, city: string | undefined] {
  const place = objectOf(value, 'poststed');
  return place === undefined
    ? [textOf(value, 'postnummer'), textOf(value, 'poststed') ?? textOf(value, 'poststedsnavn')]
    : [textOf(place, 'postnummer'), textOf(place, 'poststedsnavn')];
}
