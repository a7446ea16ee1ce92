import { aList, anObject, aString, aWholeNumber, unique } from './json-shape.js';

/** As the validators of the published `email` format have it: a domain of two labels, no quotes, nothing beyond ASCII. */
const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

export const AN_EMAIL_ADDRESS = aString({ max: 254, pattern: EMAIL, called: 'an e-mail address' });
export const A_MOBILE_NUMBER = aString({ min: 8, max: 20, pattern: /^\+?[- _0-9]+$/ });

/** The schema lets days repeat, its text does not (DPI reference 2.2). */
const REPETITIONS = unique(aList(aWholeNumber(0, 25), { min: 1, max: 10 }));

/** varsler. */
export const NOTICES = anObject({
  optional: {
    epostvarsel: anObject({
      required: {
        epostadresse: AN_EMAIL_ADDRESS,
        varslingstekst: aString({ min: 1, max: 500 }),
        repetisjoner: REPETITIONS,
      },
      others: 'closed',
    }),
    smsvarsel: anObject({
      required: {
        mobiltelefonnummer: A_MOBILE_NUMBER,
        varslingstekst: aString({ min: 1, max: 160 }),
        repetisjoner: REPETITIONS,
      },
      others: 'closed',
    }),
  },
  others: 'open',
});
