import { describe, expect, it } from '@jest/globals';
import type { Surprise } from '#platform/surprises.js';
import { NOT_REGISTERED, readPerson } from './folkeregisteret.mapper.js';
import {
  aPerson,
  ASKED,
  current,
  factsOf,
  former,
  NAME,
  OSLO,
  STREET,
  STREET_PLACE,
} from './testing/person-builder.js';

const HOME = { bostedsadresse: [{ ...current, adressegradering: 'ugradert', vegadresse: STREET }] };
const OTHER = '28825897617';

describe('the facts of a person document', () => {
  it('reads current versions only', () => {
    expect(factsOf({ bostedsadresse: [{ ...former, vegadresse: STREET }] })).toEqual({
      status: 'registered',
      deceased: false,
      protection: 'none',
      name: NAME,
      birthDate: new Date('1946-11-20T00:00:00Z'),
    });
  });

  it('takes a version without erGjeldende as current unless it has ended', () => {
    const adressegradering = 'ugradert';
    expect(factsOf({ bostedsadresse: [{ adressegradering, vegadresse: STREET }] }).postalAddress).toBeDefined();
    const ended = { adressegradering, opphoerstidspunkt: '2026-01-01T00:00:00+01:00', vegadresse: STREET };
    expect(factsOf({ bostedsadresse: [ended] }).postalAddress).toBeUndefined();
  });

  it('knows the age only when the register does', () => {
    expect(factsOf({ foedsel: [] }).birthDate).toBeUndefined();
    expect(factsOf({ foedsel: { ...current, foedselsaar: '2008' } }).birthDate).toEqual(
      new Date('2008-12-31T00:00:00Z'),
    );
    expect(factsOf({ foedsel: { ...current, foedselsdato: '2008-02-30' } }).birthDate).toBeUndefined();
  });

  it('writes the short form of a name that no window shows', () => {
    const long = { fornavn: 'A'.repeat(40), etternavn: 'B'.repeat(40), forkortetNavn: 'A. B.' };
    const facts = factsOf({ ...HOME, navn: [{ ...current, ...long }] });
    expect(facts.postalAddress).toEqual({ name: 'A. B.', ...STREET_PLACE });
    expect(facts.name).toHaveLength(81);
  });
});

describe('the identifier of a person document', () => {
  const inUse = { ...current, status: 'iBruk', foedselsEllerDNummer: OTHER };
  const ceased = { ...current, status: 'opphoert', foedselsEllerDNummer: ASKED };

  it('is told when it is another than the one asked for, current or history', () => {
    expect(factsOf({ identifikasjonsnummer: [ceased, inUse] }).currentIdentifier).toBe(OTHER);
    expect(factsOf({ identifikasjonsnummer: [{ ...ceased, ...former }, inUse] }).currentIdentifier).toBe(OTHER);
    expect(factsOf({ identifikasjonsnummer: [inUse] }).currentIdentifier).toBe(OTHER);
    expect(factsOf().currentIdentifier).toBeUndefined();
  });

  it('is the national identity number before a D-number', () => {
    const dNumber = { ...inUse, foedselsEllerDNummer: '52868114584', identifikatortype: 'dNummer' };
    const birthNumber = { ...inUse, identifikatortype: 'foedselsnummer' };
    expect(factsOf({ identifikasjonsnummer: [dNumber, birthNumber] }).currentIdentifier).toBe(OTHER);
  });

  it('has its zero again when it came as a number', () => {
    const number = { ...inUse, foedselsEllerDNummer: 4837910191 };
    expect(factsOf({ identifikasjonsnummer: [ceased, number] }).currentIdentifier).toBe('04837910191');
  });

  it.each([
    ['by the person status', { status: [{ ...current, status: 'opphoert' }] }],
    ['by the identifier alone', { status: [], identifikasjonsnummer: [ceased] }],
  ])('is nobody’s when it has ceased without a successor: %s', (_what, parts) => {
    expect(factsOf({ ...HOME, ...parts })).toEqual(NOT_REGISTERED);
  });
});

describe('a document that is not as documented', () => {
  it.each([
    ['bostedsadresse', { bostedsadresse: 'Storgata 12' }],
    ['navn', { navn: [{ ...current, fornavn: 'KARI' }, 'SYNTETISK'] }],
    ['postadresse', { postadresse: [null] }],
    ['adressebeskyttelse', { adressebeskyttelse: [{ erGjeldende: 'true', graderingsnivaa: 'fortrolig' }] }],
  ])('is a named failure of the person for %s, without the person in it', (part, parts) => {
    const reading = readPerson(aPerson(parts), ASKED);
    expect(reading).toMatchObject({ ok: false, error: { kind: 'defect', code: 'FOLKEREGISTERET_PERSON_UNREADABLE' } });
    const text = reading.ok ? '' : reading.error.text;
    expect(text).toContain(part);
    expect(text).not.toMatch(/Storgata|SYNTETISK|\d{11}/);
  });

  it('is a named failure when it is about nobody', () => {
    const reading = readPerson({ status: [{ ...current, status: 'bosatt' }] }, ASKED);
    expect(reading).toMatchObject({ ok: false, error: { code: 'FOLKEREGISTERET_FIELD_MISSING' } });
  });

  it('reads null as absent', () => {
    expect(factsOf({ ...HOME, postadresse: null, doedsfall: null }).postalAddress).toEqual({
      name: NAME,
      ...STREET_PLACE,
    });
  });

  it('goes on with new fields, parts and codes, and notes them by name alone', () => {
    const noted: Surprise[] = [];
    const home = {
      ...current,
      adressegradering: 'ugradert',
      droneplass: 7,
      vegadresse: { ...STREET, etasjekode: 'H' },
    };
    const document = aPerson({
      bostedsadresse: [home],
      status: [{ ...current, status: 'paaReise' }],
      vaccinasjon: [{ ...current }],
      adressebeskyttelse: [{ ...former, graderingsnivaa: 'hemmelig' }],
      postadresse: [{ ...current, adressegradering: 'Storgata 12, 0155 OSLO', postboksadresse: { poststed: OSLO } }],
    });
    const reading = readPerson(document, ASKED, (surprise) => noted.push(surprise));
    expect(reading).toMatchObject({
      value: { facts: { status: 'registered', deceased: false, protection: 'strengtFortrolig' } },
    });
    expect(noted).toEqual([
      { kind: 'field', path: 'folkeregisterperson.vaccinasjon' },
      { kind: 'field', path: 'bostedsadresse.droneplass' },
      { kind: 'field', path: 'bostedsadresse.vegadresse.etasjekode' },
      { kind: 'value', path: 'status', value: 'paaReise' },
      { kind: 'value', path: 'postadresse.adressegradering', value: '(string)' },
    ]);
  });

  it('lets a status that is new change nothing', () => {
    expect(factsOf({ ...HOME, status: [{ ...current, status: 'paaReise' }] })).toMatchObject({
      status: 'registered',
      deceased: false,
      postalAddress: STREET_PLACE,
    });
  });
});
