import { describe, expect, it } from '@jest/globals';
import { printAddress } from './print-address.js';
import { ADDRESS, letter, organisation, person, withoutAddress } from './testing/routing-cases.js';

const GIVEN = { ...ADDRESS, lines: ['Oppgitt gate 2'] };
const PRINT = { ...ADDRESS, lines: ['Trykkgata 3'] };
const beside = letter({ recipient: { kind: 'person', personIdentifier: '20914695016', postalAddress: GIVEN } });
const forced = { ...beside, print: { ...beside.print, address: PRINT } };

describe('printAddress', () => {
  it('takes print.address, then the register, then the address beside the identifier', () => {
    expect(printAddress(forced, person())).toBe(PRINT);
    expect(printAddress(beside, person())).toBe(ADDRESS);
    expect(printAddress(beside, withoutAddress(person()))).toBe(GIVEN);
    expect(printAddress(letter(), withoutAddress(person()))).toBeUndefined();
  });

  it('takes the address of the estate before the one beside the identifier, and print.address before both', () => {
    const dead = person({}, { deceased: true });
    expect(printAddress(forced, dead)).toBe(PRINT);
    expect(printAddress(beside, dead)).toBe(ADDRESS);
    expect(printAddress(letter(), dead)).toBe(ADDRESS);
    expect(printAddress(beside, withoutAddress(dead))).toBe(GIVEN);
    expect(printAddress(letter(), withoutAddress(dead))).toBeUndefined();
  });

  it.each(['fortrolig', 'strengtFortrolig', 'klientadresse'] as const)(
    'uses only the register for %s',
    (protection) => {
      expect(printAddress(forced, person({}, { protection }))).toBe(ADDRESS);
      expect(printAddress(forced, withoutAddress(person({}, { protection })))).toBeUndefined();
    },
  );

  it('takes the registered address of an organisation before the given', () => {
    const company = letter({
      recipient: { kind: 'organisation', organisationNumber: '313000001', postalAddress: GIVEN },
    });
    expect(printAddress(company, organisation())).toBe(ADDRESS);
    expect(printAddress(company, { kind: 'organisation', organisation: { status: 'unknown' }, evidence: [] })).toBe(
      GIVEN,
    );
  });
});
