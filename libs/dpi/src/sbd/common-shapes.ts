import { anObject, aString, oneOf } from './json-shape.js';

/** `schemas/dpi/commons`: what letters and receipts share. The published pattern of identifiers is not anchored; this is. */
export const ORGANISATION = anObject({
  required: { authority: oneOf('iso6523-actorid-upis'), value: aString({ pattern: /^(?:0192|9908):\d{9}$/ }) },
  others: 'closed',
});

export const SENDER = anObject({
  required: { virksomhetsidentifikator: ORGANISATION },
  optional: { avsenderidentifikator: aString({ max: 100 }), fakturaReferanse: aString({ max: 40 }) },
  others: 'closed',
});

export const A_TEXT = aString({ min: 1 });
