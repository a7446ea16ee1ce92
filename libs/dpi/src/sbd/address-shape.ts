import { A_TEXT } from './common-shapes.js';
import { anObject, aString, both, isRecord, type Shape } from './json-shape.js';

const A_LINE = aString({ min: 1, max: 100 });

const FIELDS = anObject({
  required: { navn: A_TEXT, adresselinje1: A_LINE },
  optional: {
    adresselinje2: aString({ max: 100 }),
    adresselinje3: aString({ max: 100 }),
    adresselinje4: aString({ max: 100 }),
    postnummer: aString({ pattern: /^\d{4}$/ }),
    poststed: aString({ max: 80 }),
    land: aString({ max: 80 }),
    landkode: aString({ pattern: /^[a-zA-Z]{2}$/ }),
  },
  others: 'closed',
});

/**
 * Norwegian or foreign. The schema's nested oneOf lets an address through that is Norwegian and has both land and
 * landkode; such a one has two destinations and is refused here (DPI reference 2.3).
 */
const ONE_DESTINATION: Shape = (value, path) => {
  const has = (key: string): boolean => isRecord(value) && Object.hasOwn(value, key);
  const countries = ['land', 'landkode'].filter(has).length;
  const isNorwegian = has('postnummer') && has('poststed');
  return countries === (isNorwegian ? 0 : 1)
    ? []
    : [{ path, rule: 'must have postnummer and poststed, or one of land and landkode, and not both' }];
};

/** adresseInformasjon. */
export const POSTAL_ADDRESS = both(FIELDS, ONE_DESTINATION);
