import fc from 'fast-check';
import type { SbdType } from '../sbd/sbd-type.js';

export interface SbdDocument {
  readonly standardBusinessDocument: Readonly<Record<string, unknown>>;
}

/** Any message that our shapes take, with and without every optional field (DPI reference 2). */
export function anSbd(type: SbdType): fc.Arbitrary<SbdDocument> {
  return fc.record({ header: aHeader(type), body: BODIES[type] }).map(({ header, body }) => ({
    standardBusinessDocument: { standardBusinessDocumentHeader: header, [type]: body },
  }));
}

/** The same one every time, with as many fields as there are. */
export function aFullSbd(type: SbdType): SbdDocument {
  const [fullest] = fc.sample(anSbd(type), { seed: 1, numRuns: 200 }).sort((one, other) => fields(other) - fields(one));
  if (fullest === undefined) throw new Error('fast-check gave nothing.');
  return fullest;
}

function fields(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, one) => sum + 1 + fields(one), 0);
}

/** Counted in code points, as JSON Schema does. */
export function aText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: 'binary', minLength, maxLength });
}

const organisation = fc.record({
  authority: fc.constant('iso6523-actorid-upis'),
  value: fc.stringMatching(/^(?:0192|9908):\d{9}$/),
});
const dateTime = fc
  .record({
    date: fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
    fraction: fc.constantFrom('', '.1', '.123456789'),
    offset: fc.constantFrom('Z', 'z', '+01:00', '-23:59'),
  })
  .map(({ date, fraction, offset }) => date.toISOString().slice(0, 19) + fraction + offset);
const day = dateTime.map((text) => text.slice(0, 10));
const party = fc.tuple(fc.record({ identifier: organisation }));

function aHeader(type: SbdType): fc.Arbitrary<unknown> {
  return fc.record({
    headerVersion: fc.constant('1.0'),
    sender: party,
    receiver: party,
    documentIdentification: fc.record({
      standard: aText(1, 30),
      typeVersion: fc.constant('1.0'),
      instanceIdentifier: fc.uuid(),
      type: fc.constant(type),
      creationDateAndTime: dateTime,
    }),
    businessScope: fc.record({
      scope: fc.tuple(
        fc.record(
          {
            type: fc.constant('ConversationId'),
            instanceIdentifier: fc.uuid(),
            identifier: aText(1, 30),
            scopeInformation: fc.array(fc.record({ expectedResponseDateTime: dateTime }, { requiredKeys: [] }), {
              maxLength: 2,
            }),
          },
          { requiredKeys: ['type', 'instanceIdentifier', 'identifier'] },
        ),
      ),
    }),
  });
}

const sender = fc.record(
  { virksomhetsidentifikator: organisation, avsenderidentifikator: aText(0, 100), fakturaReferanse: aText(0, 40) },
  { requiredKeys: ['virksomhetsidentifikator'] },
);
const repetitions = fc.uniqueArray(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 10 });
const notices = fc.record(
  {
    epostvarsel: fc.record({
      epostadresse: fc.constantFrom('kari@example.test', "o'hara+x@a-b.example.test"),
      varslingstekst: aText(1, 500),
      repetisjoner: repetitions,
    }),
    smsvarsel: fc.record({
      mobiltelefonnummer: fc.stringMatching(/^\+?[- _0-9]{8,19}$/),
      varslingstekst: aText(1, 160),
      repetisjoner: repetitions,
    }),
    ikkeKjent: fc.jsonValue({ maxDepth: 1 }),
  },
  { requiredKeys: [] },
);
const address = fc
  .record({
    lines: fc.record(
      {
        navn: aText(1, 200),
        adresselinje1: aText(1, 100),
        adresselinje2: aText(0, 100),
        adresselinje3: aText(0, 100),
        adresselinje4: aText(0, 100),
      },
      { requiredKeys: ['navn', 'adresselinje1'] },
    ),
    place: fc.oneof(
      fc.record({ postnummer: fc.stringMatching(/^\d{4}$/), poststed: aText(0, 80) }),
      fc.record({ land: aText(0, 80) }),
      fc.record({ landkode: fc.stringMatching(/^[a-zA-Z]{2}$/), poststed: aText(0, 80) }),
      fc.record({ landkode: fc.stringMatching(/^[a-zA-Z]{2}$/), postnummer: fc.stringMatching(/^\d{4}$/) }),
    ),
  })
  .map(({ lines, place }) => ({ ...lines, ...place }));

const letter = {
  avsender: sender,
  dokumentpakkefingeravtrykk: fc.record({
    digestMethod: fc.constant('http://www.w3.org/2001/04/xmlenc#sha256'),
    digestValue: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  }),
  maskinportentoken: aText(1, 30),
};
const digital = {
  ...letter,
  mottaker: fc.record({ postkasseadresse: aText(1, 30) }),
  sikkerhetsnivaa: fc.constantFrom(3, 4),
  ikkesensitivtittel: aText(1, 255),
  spraak: aText(2, 2),
  virkningsdato: day,
  virkningstidspunkt: dateTime,
  aapningskvittering: fc.boolean(),
  varsler: notices,
};
const DIGITAL_OPTIONAL = ['virkningsdato', 'virkningstidspunkt', 'aapningskvittering', 'varsler'];
const receipt = {
  avsender: sender,
  mottaker: fc.record(
    { virksomhetsidentifikator: organisation, motakeridentifikator: aText(0, 100) },
    { requiredKeys: ['virksomhetsidentifikator'] },
  ),
  tidspunkt: dateTime,
};
const plainReceipt = fc.record(receipt);

const BODIES: Readonly<Record<SbdType, fc.Arbitrary<unknown>>> = {
  digital: record(digital, DIGITAL_OPTIONAL),
  utskrift: record(
    {
      ...letter,
      mottaker: address,
      utskriftstype: fc.constantFrom('SORT_HVIT', 'FARGE'),
      posttype: fc.constantFrom('A', 'B'),
      retur: fc.record({
        mottaker: address,
        returposthaandtering: fc.constantFrom('DIREKTE_RETUR', 'MAKULERING_MED_MELDING'),
      }),
    },
    ['posttype'],
  ),
  flyttet: record({ ...digital, tidspunkt: dateTime, mottakstidspunkt: day, aapnet: fc.boolean() }, [
    ...DIGITAL_OPTIONAL,
    'aapnet',
  ]),
  leveringskvittering: plainReceipt,
  aapningskvittering: plainReceipt,
  mottakskvittering: plainReceipt,
  returpostkvittering: plainReceipt,
  varslingfeiletkvittering: record(
    { ...receipt, varslingskanal: fc.constantFrom('epost', 'sms'), beskrivelse: aText(0, 50) },
    ['beskrivelse'],
  ),
  feil: record({ ...receipt, feiltype: fc.constantFrom('KLIENT', 'SERVER'), detaljer: aText(0, 50) }, ['detaljer']),
};

function record(
  fields: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  optional: readonly string[],
): fc.Arbitrary<unknown> {
  return fc.record({ ...fields }, { requiredKeys: Object.keys(fields).filter((name) => !optional.includes(name)) });
}
