import {
  aDateTime,
  aList,
  anObject,
  aString,
  aUuid,
  aWholeNumber,
  isRecord,
  oneOf,
  unique,
  type Shape,
  type ShapeProblem,
} from './json-shape.js';

/** Message types of DPI gen-2; the body's key and `documentIdentification.type` are the same word. */
export const SBD_TYPES = [
  'digital',
  'leveringskvittering',
  'aapningskvittering',
  'mottakskvittering',
  'returpostkvittering',
  'varslingfeiletkvittering',
  'feil',
] as const;
export type SbdType = (typeof SBD_TYPES)[number];

/** Everything wrong with a message, as read from JSON; empty when it holds (DPI reference 2). */
export function sbdProblems(value: unknown): readonly ShapeProblem[] {
  const type = sbdTypeOf(value);
  if (type === undefined)
    return [{ path: 'standardBusinessDocument', rule: 'must have a header and a body of a known type' }];
  const envelope = anObject({
    required: {
      standardBusinessDocument: anObject({
        required: { standardBusinessDocumentHeader: headerOf(type), [type]: BODIES[type] },
        others: 'closed',
      }),
    },
    others: 'closed',
  });
  return envelope(value, '').map(({ path, rule }) => ({ path: path.replace(/^\./, ''), rule }));
}

/** The type that the body's key says; undefined when there is none that we know. */
export function sbdTypeOf(value: unknown): SbdType | undefined {
  const document = isRecord(value) ? value['standardBusinessDocument'] : undefined;
  return isRecord(document) ? SBD_TYPES.find((type) => type in document) : undefined;
}

const ORGANISATION = anObject({
  required: { authority: oneOf('iso6523-actorid-upis'), value: aString({ pattern: /^(?:0192|9908):\d{9}$/ }) },
  others: 'closed',
});
const PARTY = aList(anObject({ required: { identifier: ORGANISATION }, others: 'closed' }), { min: 1, max: 1 });
const SCOPE = anObject({
  required: { type: oneOf('ConversationId'), instanceIdentifier: aUuid, identifier: aString({ min: 1 }) },
  optional: {
    scopeInformation: aList(anObject({ optional: { expectedResponseDateTime: aDateTime }, others: 'closed' })),
  },
  others: 'closed',
});

function headerOf(type: SbdType): Shape {
  return anObject({
    required: {
      headerVersion: oneOf('1.0'),
      sender: PARTY,
      receiver: PARTY,
      documentIdentification: anObject({
        required: {
          standard: aString({ min: 1 }),
          typeVersion: oneOf('1.0'),
          instanceIdentifier: aUuid,
          type: oneOf(type),
          creationDateAndTime: aDateTime,
        },
        others: 'closed',
      }),
      businessScope: anObject({ required: { scope: aList(SCOPE, { min: 1, max: 1 }) }, others: 'closed' }),
    },
    others: 'closed',
  });
}

const SENDER = anObject({
  required: { virksomhetsidentifikator: ORGANISATION },
  optional: { avsenderidentifikator: aString({ max: 100 }), fakturaReferanse: aString({ max: 40 }) },
  others: 'closed',
});
const FINGERPRINT = anObject({
  required: {
    digestMethod: oneOf('http://www.w3.org/2001/04/xmlenc#sha256'),
    digestValue: aString({ pattern: /^[A-Za-z0-9+/]{43}=$/ }),
  },
  others: 'closed',
});
const REPETITIONS = unique(aList(aWholeNumber(0, 25), { min: 1, max: 10 }));
const NOTICES = anObject({
  optional: {
    epostvarsel: anObject({
      required: {
        epostadresse: aString({ pattern: /^[^\s@]+@[^\s@]+$/ }),
        varslingstekst: aString({ min: 1, max: 500 }),
        repetisjoner: REPETITIONS,
      },
      others: 'closed',
    }),
    smsvarsel: anObject({
      required: {
        mobiltelefonnummer: aString({ min: 8, max: 20, pattern: /^\+?[- _0-9]+$/ }),
        varslingstekst: aString({ min: 1, max: 160 }),
        repetisjoner: REPETITIONS,
      },
      others: 'closed',
    }),
  },
  others: 'open',
});

const RECEIPT_FIELDS = {
  avsender: SENDER,
  mottaker: anObject({
    required: { virksomhetsidentifikator: ORGANISATION },
    optional: { motakeridentifikator: aString({ max: 100 }) },
    others: 'open',
  }),
  tidspunkt: aDateTime,
};
/** The schema took the token out in 2021, the text has it still: tolerated and not read (DPI reference, appendix A 6). */
const TOLERATED = { maskinportentoken: aString() };
const RECEIPT = anObject({ required: RECEIPT_FIELDS, optional: TOLERATED, others: 'closed' });

const BODIES: Readonly<Record<SbdType, Shape>> = {
  digital: anObject({
    required: {
      avsender: SENDER,
      mottaker: anObject({ required: { postkasseadresse: aString({ min: 1 }) }, others: 'closed' }),
      dokumentpakkefingeravtrykk: FINGERPRINT,
      maskinportentoken: aString({ min: 1 }),
      sikkerhetsnivaa: oneOf(3, 4),
      ikkesensitivtittel: aString({ min: 1, max: 255 }),
      spraak: aString({ min: 2, max: 2 }),
    },
    optional: {
      virkningsdato: aString({ pattern: /^\d{4}-\d{2}-\d{2}$/ }),
      virkningstidspunkt: aDateTime,
      aapningskvittering: oneOf(true, false),
      varsler: NOTICES,
    },
    others: 'closed',
  }),
  leveringskvittering: RECEIPT,
  aapningskvittering: RECEIPT,
  mottakskvittering: RECEIPT,
  returpostkvittering: RECEIPT,
  varslingfeiletkvittering: anObject({
    required: { ...RECEIPT_FIELDS, varslingskanal: oneOf('epost', 'sms') },
    optional: { ...TOLERATED, beskrivelse: aString() },
    others: 'closed',
  }),
  feil: anObject({
    required: { ...RECEIPT_FIELDS, feiltype: oneOf('KLIENT', 'SERVER') },
    optional: { ...TOLERATED, detaljer: aString() },
    others: 'closed',
  }),
};
