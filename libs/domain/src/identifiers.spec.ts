import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  fromIso6523,
  isDNumber,
  isOrganisationNumber,
  isPersonIdentifier,
  isSyntheticPerson,
  personIdentifierProblem,
  toIso6523,
} from './identifiers.js';

const SYNTHETIC = ['20914695016', '28825897617', '16852749559', '22885399316'];

describe('person identifiers', () => {
  it.each([...SYNTHETIC, '41814061033', '60900070260'])('accepts the synthetic %s', (value) => {
    expect(isPersonIdentifier(value)).toBe(true);
    expect(isSyntheticPerson(value)).toBe(true);
  });

  it('knows a D-number by its day', () => {
    expect(isDNumber('41814061033')).toBe(true);
    expect(isDNumber('20914695016')).toBe(false);
  });

  it('refuses every change of one digit', () => {
    const change = fc.record({
      value: fc.constantFrom(...SYNTHETIC),
      at: fc.integer({ min: 0, max: 10 }),
      by: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(change, ({ value, at, by }) => {
        const digits = Array.from(value);
        digits[at] = String((Number(digits[at]) + by) % 10);
        expect(isPersonIdentifier(digits.join(''))).toBe(false);
      }),
    );
  });

  it.each([
    ['2091469501', 'NOT_ELEVEN_DIGITS'],
    ['2091469501x', 'NOT_ELEVEN_DIGITS'],
    ['00914695016', 'INVALID_DATE'],
    ['20934695016', 'INVALID_DATE'],
    ['31914695016', 'INVALID_DATE'],
    ['30824695016', 'INVALID_DATE'],
    ['72914695016', 'INVALID_DATE'],
    ['20914695017', 'WRONG_CHECK_DIGITS'],
  ])('says what is wrong with %s', (value, problem) => {
    expect(personIdentifierProblem(value)).toBe(problem);
  });

  it('knows nobody by an H-number, whose month has 40 added', () => {
    for (const month of ['41', '52', '53', '80']) {
      expect(personIdentifierProblem(`20${month}4695016`)).toBe('INVALID_DATE');
    }
  });

  it('tells a D-number, a synthetic one and both by the date alone, and takes every day of the year', () => {
    const dates = fc.record({
      day: fc.integer({ min: 1, max: 28 }),
      month: fc.integer({ min: 1, max: 12 }),
      d: fc.constantFrom(0, 40),
    });
    fc.assert(
      fc.property(dates, ({ day, month, d }) => {
        const value = anyHolder(`${two(day + d)}${two(month + 80)}`);
        expect(isDNumber(value)).toBe(d === 40);
        expect(isSyntheticPerson(value)).toBe(true);
        expect(personIdentifierProblem(value)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('takes the relaxed first check digit of 2032 only behind the switch', () => {
    const relaxed = relaxedIdentifier();
    expect(personIdentifierProblem(relaxed)).toBe('WRONG_CHECK_DIGITS');
    expect(personIdentifierProblem(relaxed, { allow2032: true })).toBeUndefined();
  });
});

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** The first number with this date whose check digits hold, found by trying them all. */
function anyHolder(dayAndMonth: string): string {
  for (let rest = 0; rest < 10_000_000; rest += 1) {
    const candidate = `${dayAndMonth}${String(rest).padStart(7, '0')}`;
    if (isPersonIdentifier(candidate)) return candidate;
  }
  throw new Error('no identifier holds');
}

/** A synthetic number whose first control sum leaves 1, 2 or 3 and whose second holds: valid from 2032 only. */
function relaxedIdentifier(): string {
  for (let serial = 0; serial < 100_000; serial += 1) {
    const candidate = `209146${String(serial).padStart(5, '0')}`;
    if (!isPersonIdentifier(candidate) && personIdentifierProblem(candidate, { allow2032: true }) === undefined) {
      return candidate;
    }
  }
  throw new Error('no relaxed identifier found');
}

describe('organisation numbers', () => {
  it.each(['910753614', '984661185', '922020175', '974760673', '991825827', '313000001'])('accepts %s', (value) => {
    expect(isOrganisationNumber(value)).toBe(true);
  });

  it.each(['910753615', '91075361', '9107536140', 'abcdefghi', ''])('refuses %j', (value) => {
    expect(isOrganisationNumber(value)).toBe(false);
  });

  it('reads and writes ISO 6523', () => {
    expect(toIso6523('984661185')).toBe('0192:984661185');
    expect(fromIso6523('0192:984661185')).toBe('984661185');
    expect(fromIso6523('9908:984661185')).toBe('984661185');
    expect(fromIso6523('984661185')).toBeUndefined();
  });
});
