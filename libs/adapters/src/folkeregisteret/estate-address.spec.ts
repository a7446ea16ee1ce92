import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#platform/parse-json.js';
import { readPerson } from './folkeregisteret.mapper.js';
import { aPerson, ASKED, current, factsOf, NAME, STREET } from './testing/person-builder.js';

const TORGET = { adresselinje: ['Torget 1'], postnummer: '3015', poststedsnavn: 'DRAMMEN' };
const PLACE = { lines: ['Torget 1'], postalCode: '3015', city: 'DRAMMEN' };
const BANK = { organisasjon: { organisasjonsnavn: 'Banken' } };

function estate(...contacts: readonly JsonObject[]): JsonObject {
  return {
    status: [{ ...current, status: 'doed' }],
    doedsfall: { ...current, doedsdato: '2026-01-01' },
    bostedsadresse: [{ ...current, vegadresse: STREET }],
    kontaktinformasjonForDoedsbo: contacts.map((contact) => ({ ...current, adresse: TORGET, ...contact })),
  };
}

describe('the address of an estate', () => {
  it('is none without a contact: nobody writes to the dead', () => {
    expect(factsOf(estate())).toMatchObject({ deceased: true });
    expect(factsOf(estate()).postalAddress).toBeUndefined();
    expect(factsOf({ ...estate(), status: [] })).toMatchObject({ deceased: true });
    expect(factsOf({ ...estate(), doedsfall: undefined })).toMatchObject({ deceased: true });
  });

  it.each([
    ['a person', { person: { personnavn: { fornavn: 'Eva', etternavn: 'Dal' } } }, 'Eva Dal'],
    ['a lawyer', { advokat: { personnavn: { fornavn: 'Eva', etternavn: 'Dal' } } }, 'Eva Dal'],
    [
      'a firm of lawyers',
      { advokat: { personnavn: { fornavn: 'Eva', etternavn: 'Dal' }, organisasjonsnavn: 'Dal & Co' } },
      'Dal & Co',
    ],
    ['an organisation', BANK, 'Banken'],
  ])('is that of %s', (_what, contact, name) => {
    expect(factsOf(estate(contact)).postalAddress).toEqual({ name, ...PLACE });
  });

  it('is to the estate when the contact is a number alone, and tells whose name is missing', () => {
    const document = aPerson(estate({ person: { foedselsEllerDNummer: '28825897617' } }));
    expect(readPerson(document, ASKED)).toMatchObject({
      value: {
        facts: { postalAddress: { name: `Dødsboet etter ${NAME}`, ...PLACE } },
        estateContact: '28825897617',
      },
    });
  });

  it('is that of the newest certificate that has a usable one', () => {
    const older = { ...BANK, attestutstedelsesdato: '2026-02-01' };
    const newer = { organisasjon: { organisasjonsnavn: 'Tingretten' }, attestutstedelsesdato: '2026-03-01' };
    const unusable = { ...newer, attestutstedelsesdato: '2026-04-01', adresse: { adresselinje: ['Torget 1'] } };
    expect(factsOf(estate(older, newer, unusable)).postalAddress?.name).toBe('Tingretten');
    expect(factsOf(estate(older, { ...newer, erGjeldende: false })).postalAddress?.name).toBe('Banken');
  });

  it.each([
    ['SWE', { countryCode: 'SE' }],
    ['SE', { countryCode: 'SE' }],
    ['NOR', {}],
    ['SJM', {}],
  ])('is in the country %s', (landkode, country) => {
    const contact = { ...BANK, adresse: { ...TORGET, landkode } };
    expect(factsOf(estate(contact)).postalAddress).toEqual({ name: 'Banken', ...PLACE, ...country });
  });

  it('is none in a country that is none', () => {
    expect(factsOf(estate({ ...BANK, adresse: { ...TORGET, landkode: 'YYY' } })).postalAddress).toBeUndefined();
  });
});
