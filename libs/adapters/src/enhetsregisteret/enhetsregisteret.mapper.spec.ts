import { describe, expect, it } from '@jest/globals';
import { toRegistration } from './enhetsregisteret.mapper.js';

const BUSINESS = {
  land: 'Norge',
  landkode: 'NO',
  postnummer: '0155',
  poststed: 'OSLO',
  adresse: ['Storgata 1'],
  kommunenummer: '0301',
};
const POST = { ...BUSINESS, adresse: ['', 'Postboks 12 Sentrum', null], postnummer: '0101' };
const UNIT = { organisasjonsnummer: '312508729', navn: 'FROST AS', forretningsadresse: BUSINESS, konkurs: false };

describe('Enhetsregisteret mapper', () => {
  it('prefers the postal address and leaves empty lines out', () => {
    expect(toRegistration({ ...UNIT, postadresse: POST })).toEqual({
      status: 'active',
      name: 'FROST AS',
      postalAddress: { name: 'FROST AS', lines: ['Postboks 12 Sentrum'], postalCode: '0101', city: 'OSLO' },
    });
  });

  it('takes the business address without one that is complete', () => {
    const address = { name: 'FROST AS', lines: ['Storgata 1'], postalCode: '0155', city: 'OSLO' };
    expect(toRegistration({ ...UNIT, postadresse: { ...POST, postnummer: undefined } })?.postalAddress).toEqual(
      address,
    );
    expect(toRegistration(UNIT)?.postalAddress).toEqual(address);
  });

  it('takes where a sub-unit is', () => {
    const subUnit = { organisasjonsnummer: '312508729', navn: 'FROST AVD', beliggenhetsadresse: BUSINESS };
    expect(toRegistration(subUnit)?.postalAddress?.lines).toEqual(['Storgata 1']);
  });

  it('keeps an address abroad with its country', () => {
    const abroad = { land: 'Sverige', landkode: 'SE', poststed: '111 22 STOCKHOLM', adresse: ['Drottninggatan 1'] };
    expect(toRegistration({ ...UNIT, forretningsadresse: abroad })?.postalAddress).toEqual({
      name: 'FROST AS',
      lines: ['Drottninggatan 1'],
      city: '111 22 STOCKHOLM',
      countryCode: 'SE',
    });
  });

  it.each([
    [{ slettedato: '2024-01-01' }, 'deleted'],
    [{ slettedato: '2024-01-01', konkurs: true }, 'deleted'],
    [{ nedleggelsesdato: '2024-01-01' }, 'deleted'],
    [{ konkurs: true }, 'bankrupt'],
    [{ underAvvikling: true }, 'active'],
  ])('%j is %s', (change, status) => {
    expect(toRegistration({ ...UNIT, ...change })?.status).toBe(status);
  });

  it.each([undefined, {}, [], { navn: 'FROST AS' }])('does not read %j', (body) => {
    expect(toRegistration(body)).toBeUndefined();
  });
});
