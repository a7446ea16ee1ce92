import { describe, expect, it } from '@jest/globals';
import type { OrganisationRegistration } from '#domain/recipient-facts.js';
import type { Surprise } from '#platform/surprises.js';
import { toRegistration, toUnit, type Unit } from './enhetsregisteret.mapper.js';
import { withParent } from './sub-unit.js';

const QUESTION = { organisationNumber: '312508729', today: '2026-11-22' };
const BUSINESS = {
  land: 'Norge',
  landkode: 'NO',
  postnummer: '0155',
  poststed: 'OSLO',
  adresse: ['Storgata 1'],
  kommune: 'OSLO',
  kommunenummer: '0301',
};
const POST = { ...BUSINESS, adresse: ['', 'Postboks 12 Sentrum', null], postnummer: '0101' };
const UNIT = { organisasjonsnummer: '312508729', navn: 'FROST AS', forretningsadresse: BUSINESS, konkurs: false };
const ADDRESS = { name: 'FROST AS', lines: ['Storgata 1'], postalCode: '0155', city: 'OSLO' };

function unitOf(change: object = {}): Unit {
  const unit = toUnit({ ...UNIT, ...change }, QUESTION);
  if (!unit.ok) throw new Error(unit.error.text);
  return unit.value;
}

function registrationOf(change: object = {}): OrganisationRegistration {
  return toRegistration(unitOf(change));
}

describe('the address of a unit', () => {
  it('is the postal address, without empty lines', () => {
    expect(registrationOf({ postadresse: POST })).toEqual({
      status: 'active',
      name: 'FROST AS',
      postalAddress: { name: 'FROST AS', lines: ['Postboks 12 Sentrum'], postalCode: '0101', city: 'OSLO' },
    });
  });

  it.each([
    ['there is none', {}],
    ['it lacks its postal code', { postadresse: { ...POST, postnummer: undefined } }],
    ['it lacks its place', { postadresse: { ...POST, poststed: ' ' } }],
    ['it is null', { postadresse: null }],
    ['it is in no country', { postadresse: { ...POST, landkode: 'XX' } }],
    ['it says with whom and not where', { postadresse: { ...POST, adresse: ['c/o Styreleder'] } }],
  ])('is the business address when %s', (_what, change) => {
    expect(registrationOf(change).postalAddress).toEqual(ADDRESS);
  });

  it('is where a sub-unit lies', () => {
    expect(registrationOf({ forretningsadresse: undefined, beliggenhetsadresse: BUSINESS }).postalAddress).toEqual(
      ADDRESS,
    );
  });

  it.each([
    ['the place, where there are no streets', { adresse: [] }, ['OSLO']],
    ['the place, when the lines are empty', { adresse: ['', null, '  '] }, ['OSLO']],
    ['four lines, and nothing lost', { adresse: ['1', '2', '3', '4', '5'] }, ['1', '2', '3', '4, 5']],
    ['the street without the place twice', { adresse: ['Storgata 1', '0155 OSLO'] }, ['Storgata 1']],
  ])('has %s', (_what, change, lines) => {
    expect(registrationOf({ forretningsadresse: { ...BUSINESS, ...change } }).postalAddress?.lines).toEqual(lines);
  });

  it('finds the place in a line when it has no field of its own', () => {
    const adresse = ['Storgata 1', '0155 OSLO'];
    expect(registrationOf({ forretningsadresse: { landkode: 'NO', adresse } }).postalAddress).toEqual(ADDRESS);
  });

  it('keeps its country abroad, and is Norwegian on Svalbard', () => {
    const abroad = { land: 'Sverige', landkode: 'SE', poststed: '111 22 STOCKHOLM', adresse: ['Drottninggatan 1'] };
    expect(registrationOf({ forretningsadresse: abroad }).postalAddress).toEqual({
      name: 'FROST AS',
      lines: ['Drottninggatan 1'],
      city: '111 22 STOCKHOLM',
      countryCode: 'SE',
    });
    const svalbard = { landkode: 'SJ', postnummer: '9170', poststed: 'LONGYEARBYEN', adresse: ['Vei 238'] };
    expect(registrationOf({ forretningsadresse: svalbard }).postalAddress).toEqual({
      name: 'FROST AS',
      lines: ['Vei 238'],
      postalCode: '9170',
      city: 'LONGYEARBYEN',
    });
  });
});

describe('the status of a unit', () => {
  it.each([
    [{}, 'active'],
    [{ slettedato: '2024-01-01' }, 'deleted'],
    [{ slettedato: '2024-01-01', konkurs: true }, 'deleted'],
    [{ nedleggelsesdato: '2026-11-22' }, 'deleted'],
    [{ nedleggelsesdato: '2026-11-23' }, 'active'],
    [{ konkurs: true }, 'bankrupt'],
    [{ konkurs: false, konkursdato: '' }, 'active'],
    [{ konkurs: null }, 'active'],
    [{ underTvangsavviklingEllerTvangsopplosning: true }, 'bankrupt'],
    [{ underAvvikling: true }, 'active'],
    [{ underRekonstruksjonsforhandlingDato: '2026-01-01' }, 'active'],
  ])('with %j is %s', (change, status) => {
    expect(unitOf(change).status).toBe(status);
  });
});

describe('an answer that is not as documented', () => {
  it.each([
    ['no object', []],
    ['no organisation number', { navn: 'FROST AS' }],
    ['no name', { ...UNIT, navn: ' ' }],
  ])('is a named failure for %s', (_what, body) => {
    expect(toUnit(body, QUESTION)).toMatchObject({
      ok: false,
      error: { kind: 'defect', code: 'ENHETSREGISTERET_FIELD_MISSING' },
    });
  });

  it('is a named failure when it is about another organisation', () => {
    const other = toUnit({ ...UNIT, organisasjonsnummer: '310000003' }, QUESTION);
    expect(other).toMatchObject({ ok: false, error: { code: 'ENHETSREGISTERET_OTHER_ORGANISATION' } });
    expect(JSON.stringify(other)).not.toMatch(/\d{9}/);
  });

  it.each([{ konkurs: 'ja' }, { underTvangsavviklingEllerTvangsopplosning: 1 }])(
    'is a named failure with %j',
    (change) => {
      expect(toUnit({ ...UNIT, ...change }, QUESTION)).toMatchObject({
        ok: false,
        error: { kind: 'defect', code: 'ENHETSREGISTERET_CODE_UNKNOWN' },
      });
    },
  );

  it('goes on with new fields and notes them by name', () => {
    const noted: Surprise[] = [];
    const body = { ...UNIT, hemmelighet: 'x', forretningsadresse: { ...BUSINESS, etasje: 3 } };
    expect(toUnit(body, QUESTION, (surprise) => noted.push(surprise)).ok).toBe(true);
    expect(noted).toEqual([
      { kind: 'field', path: 'enhet.hemmelighet' },
      { kind: 'field', path: 'forretningsadresse.etasje' },
    ]);
  });

  it('takes a deleted unit without a name, and has no address without one', () => {
    expect(registrationOf({ navn: undefined, slettedato: '2024-01-01' })).toEqual({ status: 'deleted' });
  });
});

describe('a sub-unit with its unit', () => {
  const place = { lines: ['Kaia 2'], postalCode: '5003', city: 'BERGEN' };
  const subUnit: Unit = { status: 'active', name: 'FROST AVD BERGEN', place };
  const parent: Unit = {
    status: 'active',
    name: 'FROST AS',
    place: { lines: ['Storgata 1'], postalCode: '0155', city: 'OSLO' },
  };
  const AT_PARENT = { lines: ['c/o FROST AS', 'Storgata 1'], postalCode: '0155', city: 'OSLO' };

  it.each([
    ['has its own address', subUnit, parent, { status: 'active', place }],
    [
      'without an address has its unit’s',
      { ...subUnit, place: undefined },
      parent,
      { status: 'active', place: AT_PARENT },
    ],
    [
      'of a bankrupt unit is bankrupt, and its trustee reads',
      subUnit,
      { ...parent, status: 'bankrupt' },
      { status: 'bankrupt', place: AT_PARENT },
    ],
    [
      'of a bankrupt unit without an address has its own',
      subUnit,
      { status: 'bankrupt' },
      { status: 'bankrupt', place },
    ],
    ['of a deleted unit is deleted', subUnit, { ...parent, status: 'deleted' }, { status: 'deleted', place }],
    [
      'that is deleted stays so',
      { ...subUnit, status: 'deleted' },
      { ...parent, status: 'bankrupt' },
      { status: 'deleted', place },
    ],
    ['whose unit nobody knows is by itself', subUnit, undefined, { status: 'active', place }],
  ])('%s', (_what, own, above, expected) => {
    expect(withParent(own as Unit, above as Unit | undefined)).toEqual({ name: 'FROST AVD BERGEN', ...expected });
  });
});
