import { describe, expect, it } from '@jest/globals';
import { parseKrrDate } from './krr-date.js';
import { toContactFacts, toPersons, toPrintService } from './krr.mapper.js';

const PERSON = {
  personidentifikator: '22885399316',
  reservasjon: 'NEI',
  status: 'AKTIV',
  varslingsstatus: 'KAN_VARSLES',
  kontaktinformasjon: {
    epostadresse: 'x@example.no',
    epostadresse_oppdatert: '2023-06-10T21:00:01+02',
    epostadresse_sist_verifisert: '2023-06-11T21:00:01.123Z',
    mobiltelefonnummer: '+4799999999',
  },
  digital_post: { postkasseadresse: 'ola.nordmann#1234', postkasseleverandoeradresse: '984661185' },
  sertifikat: 'not a certificate',
  spraak: 'nn',
};

describe('KRR mapper', () => {
  it('maps a person with everything', () => {
    expect(toContactFacts(PERSON)).toEqual({
      status: 'AKTIV',
      reserved: false,
      canBeNotified: true,
      email: {
        value: 'x@example.no',
        updated: new Date('2023-06-10T19:00:01Z'),
        verified: new Date('2023-06-11T21:00:01.123Z'),
      },
      mobile: { value: '+4799999999' },
      mailbox: { providerOrganisation: '984661185', address: 'ola.nordmann#1234' },
      language: 'nn',
    });
  });

  it('has no mailbox when the address is empty, as in the samples of the register', () => {
    const person = { ...PERSON, digital_post: { postkasseadresse: '', postkasseleverandoeradresse: '984661185' } };
    expect(toContactFacts(person)?.mailbox).toBeUndefined();
  });

  it.each(['SLETTET', 'IKKE_REGISTRERT'] as const)('reads %s without contact data', (status) => {
    const person = { reservasjon: 'NEI', status };
    expect(toContactFacts(person)).toEqual({ status, reserved: false, canBeNotified: false });
  });

  it('reads a reservation', () => {
    expect(toContactFacts({ ...PERSON, reservasjon: 'JA' })?.reserved).toBe(true);
  });

  it.each([
    ['no status', { status: undefined }],
    ['an unknown status', { status: 'NY' }],
    ['no reservation', { reservasjon: undefined }],
    ['no varslingsstatus, which a missing scope gives', { varslingsstatus: undefined }],
  ])('does not guess with %s', (_what, change) => {
    expect(toContactFacts({ ...PERSON, ...change })).toBeUndefined();
  });

  it('reads no answer that has one person it cannot read', () => {
    expect(toPersons({ personer: [PERSON] })?.size).toBe(1);
    expect(toPersons({ personer: [PERSON, { ...PERSON, status: 'NY' }] })).toBeUndefined();
    expect(toPersons({})).toBeUndefined();
    expect(toPersons(undefined)).toBeUndefined();
  });

  it('refuses a print service without a certificate', () => {
    expect(toPrintService({ postkasseleverandoerAdresse: '974761076', x509Sertifikat: '' })).toBeUndefined();
  });
});

describe('parseKrrDate', () => {
  it.each([
    ['2023-06-10T21:00:01+02', '2023-06-10T19:00:01.000Z'],
    ['2023-06-10T21:00:01-01', '2023-06-10T22:00:01.000Z'],
    ['2023-06-10T21:00:01+02:00', '2023-06-10T19:00:01.000Z'],
    ['2023-06-10T21:00:01.5Z', '2023-06-10T21:00:01.500Z'],
  ])('reads %s', (value, expected) => {
    expect(parseKrrDate(value)?.toISOString()).toBe(expected);
  });

  it.each([undefined, '', 'in the morning', '2023-06-10', 7])('does not read %j', (value) => {
    expect(parseKrrDate(value)).toBeUndefined();
  });
});
