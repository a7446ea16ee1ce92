import { POSTAL_ADDRESS } from './address-shape.js';
import { A_TEXT, SENDER } from './common-shapes.js';
import { aDate, aDateTime, anObject, aString, oneOf, type Shape } from './json-shape.js';
import { NOTICES } from './notice-shapes.js';
import type { LetterType } from './sbd-type.js';

const A_MAILBOX = anObject({ required: { postkasseadresse: A_TEXT }, others: 'closed' });
const YES_OR_NO = oneOf(true, false);

const LETTER_FIELDS = {
  avsender: SENDER,
  dokumentpakkefingeravtrykk: anObject({
    required: {
      digestMethod: oneOf('http://www.w3.org/2001/04/xmlenc#sha256'),
      digestValue: aString({ pattern: /^[A-Za-z0-9+/]{43}=$/ }),
    },
    others: 'closed',
  }),
  maskinportentoken: A_TEXT,
};

const DIGITAL_FIELDS = {
  ...LETTER_FIELDS,
  mottaker: A_MAILBOX,
  sikkerhetsnivaa: oneOf(3, 4),
  ikkesensitivtittel: aString({ min: 1, max: 255 }),
  spraak: aString({ min: 2, max: 2 }),
};
const DIGITAL_WISHES = {
  virkningsdato: aDate,
  virkningstidspunkt: aDateTime,
  aapningskvittering: YES_OR_NO,
  varsler: NOTICES,
};

/** Bodies of the messages with a dokumentpakke. */
export const LETTER_SHAPES: Readonly<Record<LetterType, Shape>> = {
  digital: anObject({ required: DIGITAL_FIELDS, optional: DIGITAL_WISHES, others: 'closed' }),
  utskrift: anObject({
    required: {
      ...LETTER_FIELDS,
      mottaker: POSTAL_ADDRESS,
      utskriftstype: oneOf('SORT_HVIT', 'FARGE'),
      retur: anObject({
        required: {
          mottaker: POSTAL_ADDRESS,
          returposthaandtering: oneOf('DIREKTE_RETUR', 'MAKULERING_MED_MELDING'),
        },
        others: 'closed',
      }),
    },
    optional: { posttype: oneOf('A', 'B') },
    others: 'closed',
  }),
  flyttet: anObject({
    required: { ...DIGITAL_FIELDS, tidspunkt: aDateTime, mottakstidspunkt: aDate },
    optional: { ...DIGITAL_WISHES, aapnet: YES_OR_NO },
    others: 'closed',
  }),
};
