import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ContactFacts } from '#domain/recipient-facts.js';
import { specsFolder } from '#dpi/testing/specs-folder.js';
import { SyntheticAuthority } from '#dpi/testing/synthetic-identity.js';
import type { JsonObject } from '#platform/parse-json.js';
import { readCertificate } from './krr-certificate.js';
import { toContactFacts, toPersons, toPrintService } from './krr.mapper.js';

const IDENTIFIER = '22885399316';
const OTHER = '20914695016';
const CERTIFICATE = new SyntheticAuthority().issue('984661185').certificateChain[0] ?? '';
const CONTACT = {
  epostadresse: 'x@example.no',
  epostadresse_oppdatert: '2023-06-10T21:00:01+02',
  epostadresse_sist_verifisert: '2023-06-11T21:00:01.123Z',
  epostadresse_duplisert: 'NEI',
  mobiltelefonnummer: '+4799999999',
  mobiltelefonnummer_oppdatert: '2023-06-12T21:00:01+02:00',
};
const MAILBOX = { postkasseadresse: 'ola.nordmann#1234', postkasseleverandoeradresse: '984661185' };
const PERSON: JsonObject = {
  personidentifikator: IDENTIFIER,
  reservasjon: 'NEI',
  status: 'AKTIV',
  varslingsstatus: 'KAN_VARSLES',
  kontaktinformasjon: CONTACT,
  digital_post: MAILBOX,
  sertifikat: CERTIFICATE,
  spraak: 'nn',
};

/** What the mapper makes of one person, with the names of what surprised it. */
function read(person: JsonObject): { facts?: ContactFacts; failure?: string; text?: string; surprises: string[] } {
  const surprises: string[] = [];
  const result = toContactFacts(person, (surprise) =>
    surprises.push(surprise.kind === 'field' ? surprise.path : `${surprise.path}=${surprise.value}`),
  );
  return result.ok
    ? { facts: result.value, surprises }
    : { failure: `${result.error.kind} ${result.error.code}`, text: result.error.text, surprises };
}

describe('KRR mapper', () => {
  it('maps a person with everything', () => {
    const certificate = readCertificate(CERTIFICATE);
    if (certificate.kind !== 'certificate') throw new Error('the test certificate cannot be read');
    expect(read(PERSON)).toEqual({
      surprises: [],
      facts: {
        status: 'AKTIV',
        reserved: false,
        canBeNotified: true,
        email: {
          value: 'x@example.no',
          updated: new Date('2023-06-10T19:00:01Z'),
          verified: new Date('2023-06-11T21:00:01.123Z'),
        },
        mobile: { value: '+4799999999', updated: new Date('2023-06-12T19:00:01Z') },
        mailbox: {
          providerOrganisation: '984661185',
          address: 'ola.nordmann#1234',
          certificate: certificate.pem,
          certificateValidity: { from: certificate.from, to: certificate.to },
        },
        language: 'nn',
      },
    });
  });

  it.each([
    ['an empty address, as in the samples of the register', { ...MAILBOX, postkasseadresse: '' }],
    ['an address of spaces', { ...MAILBOX, postkasseadresse: '  ' }],
    ['an address that is null', { ...MAILBOX, postkasseadresse: null }],
    ['nothing in it', {}],
    ['null in its place', null],
  ])('has no mailbox with %s', (_what, digitalPost) => {
    expect(read({ ...PERSON, digital_post: digitalPost })).toMatchObject({ surprises: [], facts: { status: 'AKTIV' } });
    expect(read({ ...PERSON, digital_post: digitalPost }).facts?.mailbox).toBeUndefined();
  });

  it.each([
    ['none', undefined],
    ['none', ''],
    ['unreadable', 'not a certificate'],
    ['several', CERTIFICATE + (new SyntheticAuthority().issue('922020175').certificateChain[0] ?? '')],
  ])('tells of a mailbox with a certificate that is %s', (kind, sertifikat) => {
    const { facts, surprises } = read({ ...PERSON, sertifikat });
    expect(facts?.mailbox).toEqual({ providerOrganisation: '984661185', address: 'ola.nordmann#1234' });
    expect(surprises).toEqual([`personer[].sertifikat=(${kind})`]);
  });

  it.each(['SLETTET', 'IKKE_REGISTRERT'] as const)(
    'reads %s without contact data, even if there are some',
    (status) => {
      const facts = { status, reserved: false, canBeNotified: false };
      expect(read({ personidentifikator: IDENTIFIER, reservasjon: 'NEI', status })).toEqual({ surprises: [], facts });
      expect(read({ ...PERSON, status })).toEqual({ surprises: [], facts });
    },
  );

  it.each([
    ['JA', 'KAN_IKKE_VARSLES', true, false],
    ['NEI', 'KAN_IKKE_VARSLES', false, false],
    ['NEI', 'KAN_VARSLES', false, true],
  ])('reads reservasjon %s and %s', (reservasjon, varslingsstatus, reserved, canBeNotified) => {
    const reservasjonstidspunkt = '2023-06-13T13:42:34+02';
    const { facts, surprises } = read({ ...PERSON, reservasjon, varslingsstatus, reservasjonstidspunkt });
    expect(facts).toMatchObject({ reserved, canBeNotified });
    expect(surprises).toEqual([]);
  });

  it.each<[what: string, change: JsonObject, failure: string, told: string, surprises: string[]]>([
    ['no status', { status: undefined }, 'KRR_FIELD_MISSING', 'personer[].status', []],
    ['an empty status', { status: '' }, 'KRR_FIELD_MISSING', 'personer[].status', []],
    ['an unknown status', { status: 'NY' }, 'KRR_CODE_UNKNOWN', 'personer[].status', ['personer[].status=NY']],
    ['no reservation', { reservasjon: undefined }, 'KRR_FIELD_MISSING', 'personer[].reservasjon', []],
    [
      'an unknown reservation',
      { reservasjon: 'DELVIS' },
      'KRR_CODE_UNKNOWN',
      'personer[].reservasjon',
      ['personer[].reservasjon=DELVIS'],
    ],
    [
      'a reservation that is no text',
      { reservasjon: false },
      'KRR_CODE_UNKNOWN',
      'personer[].reservasjon',
      ['personer[].reservasjon=(boolean)'],
    ],
    ['no varslingsstatus', { varslingsstatus: undefined }, 'KRR_FIELD_MISSING', 'personer[].varslingsstatus', []],
    [
      'an unknown varslingsstatus',
      { varslingsstatus: 'KANSKJE' },
      'KRR_CODE_UNKNOWN',
      'personer[].varslingsstatus',
      ['personer[].varslingsstatus=KANSKJE'],
    ],
    [
      'a mailbox without its provider',
      { digital_post: { postkasseadresse: 'ola#1' } },
      'KRR_FIELD_MISSING',
      'postkasseleverandoeradresse',
      [],
    ],
    ['a mailbox that is no object', { digital_post: 'ola#1' }, 'KRR_CODE_UNKNOWN', 'personer[].digital_post', []],
    [
      'a mailbox address that is no text',
      { digital_post: { ...MAILBOX, postkasseadresse: 7 } },
      'KRR_CODE_UNKNOWN',
      'postkasseadresse',
      [],
    ],
  ])('does not guess with %s', (_what, change, failure, told, surprises) => {
    const outcome = read({ ...PERSON, ...change });
    expect(outcome).toMatchObject({ failure: `defect ${failure}`, surprises });
    expect(outcome.text).toContain(told);
    expect(outcome.text).not.toContain(IDENTIFIER);
  });

  it('passes over what it need not know, and tells of it by name', () => {
    const { facts, surprises } = read({
      ...PERSON,
      oppdatert: '2023-06-10T21:00:01+02',
      samtykke: 'JA',
      spraak: 'fi',
      digital_post: { ...MAILBOX, alias: 'ola' },
      kontaktinformasjon: {
        ...CONTACT,
        epostadresse_oppdatert: 'yesterday',
        epostadresse_nyttfelt: 'x@example.no',
        mobiltelefonnummer: 4_799_999_999,
      },
    });
    expect(facts?.language).toBeUndefined();
    expect(facts?.email).toEqual({ value: 'x@example.no', verified: new Date('2023-06-11T21:00:01.123Z') });
    expect(facts?.mobile).toBeUndefined();
    expect(facts?.mailbox?.address).toBe('ola.nordmann#1234');
    expect([...surprises].sort()).toEqual([
      'personer[].digital_post.alias',
      'personer[].kontaktinformasjon.epostadresse_nyttfelt',
      'personer[].kontaktinformasjon.epostadresse_oppdatert=(not a timestamp)',
      'personer[].kontaktinformasjon.mobiltelefonnummer=(number)',
      'personer[].samtykke',
      'personer[].spraak=fi',
    ]);
  });

  it('has no channels when kontaktinformasjon is not what it should be', () => {
    const { facts, surprises } = read({ ...PERSON, kontaktinformasjon: 'x@example.no' });
    expect(facts).not.toHaveProperty('email');
    expect(surprises).toEqual(['personer[].kontaktinformasjon=(string)']);
    expect(read({ ...PERSON, kontaktinformasjon: { epostadresse: '', mobiltelefonnummer: '' } })).toMatchObject({
      surprises: [],
    });
  });
});

describe('toPersons', () => {
  const asked = new Set([IDENTIFIER, OTHER]);
  const surprises: string[] = [];
  const persons = (body: unknown): ReturnType<typeof toPersons> =>
    toPersons(body, asked, (surprise) => surprises.push(surprise.path));

  it('fails a broken person alone', () => {
    const answers = persons({ personer: [PERSON, { ...PERSON, personidentifikator: OTHER, status: 'NY' }] });
    expect(answers?.get(IDENTIFIER)).toMatchObject({ ok: true, value: { status: 'AKTIV' } });
    expect(answers?.get(OTHER)).toMatchObject({ ok: false, error: { code: 'KRR_CODE_UNKNOWN' } });
  });

  it('has nothing about those who are left out, and passes over those who were not asked for', () => {
    surprises.length = 0;
    const stranger = { ...PERSON, personidentifikator: '28825897617' };
    const answers = persons({ personer: [PERSON, stranger, { ...PERSON, personidentifikator: undefined }, 'x', null] });
    expect([...(answers ?? [])].map(([identifier]) => identifier)).toEqual([IDENTIFIER]);
    expect(surprises).toEqual(Array(4).fill('personer[].personidentifikator'));
  });

  it('takes a person who is told of twice, but not in two ways', () => {
    expect(persons({ personer: [PERSON, { ...PERSON }] })?.get(IDENTIFIER)?.ok).toBe(true);
    const answers = persons({ personer: [PERSON, { ...PERSON, reservasjon: 'JA' }] });
    expect(answers?.get(IDENTIFIER)).toMatchObject({ ok: false, error: { code: 'KRR_CODE_UNKNOWN' } });
  });

  it.each([undefined, null, [], {}, { personer: {} }, { personer: null }, 'x'])('does not read %j', (body) => {
    expect(persons(body)).toBeUndefined();
  });
});

describe('toPrintService', () => {
  const ignore = (): undefined => undefined;
  const ANSWER = { postkasseleverandoerAdresse: '974761076', x509Sertifikat: CERTIFICATE };

  it('reads who prints and for which key', () => {
    expect(toPrintService(ANSWER, ignore)).toMatchObject({ ok: true, value: { organisationNumber: '974761076' } });
  });

  it.each([
    ['no certificate', { ...ANSWER, x509Sertifikat: '' }, 'KRR_FIELD_MISSING'],
    ['a certificate that cannot be read', { ...ANSWER, x509Sertifikat: 'x' }, 'KRR_CODE_UNKNOWN'],
    ['no organisation', { ...ANSWER, postkasseleverandoerAdresse: undefined }, 'KRR_FIELD_MISSING'],
  ])('refuses %s', (_what, body, code) => {
    expect(toPrintService(body, ignore)).toMatchObject({ ok: false, error: { kind: 'defect', code } });
  });

  it('does not read what is no object', () => {
    expect(toPrintService([], ignore)).toBeUndefined();
  });
});

const sample = join(specsFolder(), 'krr/hentEndringer.sample.json');
const available = existsSync(sample);
if (!available) process.stderr.write('The sample of KRR is not on this machine: its spec is skipped.\n');

(available ? describe : describe.skip)("the register's own sample", () => {
  it('is read without a surprise: all active, notifiable, without a mailbox', () => {
    const { list } = JSON.parse(readFileSync(sample, 'utf8')) as { list: JsonObject[] };
    expect(list.length).toBeGreaterThan(0);
    for (const person of list) {
      const { facts, surprises, failure } = read(person);
      expect({ surprises, failure }).toEqual({ surprises: [], failure: undefined });
      expect(facts).toMatchObject({ status: 'AKTIV', reserved: false, canBeNotified: true });
      expect(facts?.mailbox).toBeUndefined();
      expect(facts?.email?.updated).toEqual(new Date('2023-06-10T19:00:01Z'));
    }
  });
});
