import { describe, expect, it } from '@jest/globals';
import type { ContactFacts } from '#domain/recipient-facts.js';
import { isFresh, isNotifiable } from './notifiability.js';

/** eForvaltningsforskriften § 32, and Digdir's page on the 18 months: by the time of the domain clock. */
describe('isFresh', () => {
  it.each<[what: string, said: string, lastFresh: string, firstStale: string]>([
    ['a day in mid-month', '2025-05-10T12:00:00+02:00', '2026-11-10T11:59:59+01:00', '2026-11-10T12:00:00+01:00'],
    [
      'the 31st to a month of 28',
      '2025-08-31T12:00:00+02:00',
      '2027-02-28T11:59:59+01:00',
      '2027-02-28T12:00:00+01:00',
    ],
    [
      'the 30th to a month of 28',
      '2025-08-30T12:00:00+02:00',
      '2027-02-28T11:59:59+01:00',
      '2027-02-28T12:00:00+01:00',
    ],
    ['into a leap year', '2026-08-31T12:00:00+02:00', '2028-02-29T11:59:59+01:00', '2028-02-29T12:00:00+01:00'],
    ['from a leap day', '2024-02-29T12:00:00+01:00', '2025-08-29T11:59:59+02:00', '2025-08-29T12:00:00+02:00'],
    [
      'the 31st to a month of 30',
      '2025-12-31T12:00:00+01:00',
      '2027-06-30T11:59:59+02:00',
      '2027-06-30T12:00:00+02:00',
    ],
    // By UTC it would still be the 30th of June when it was said, and end a day early.
    ['just after midnight', '2025-07-01T00:30:00+02:00', '2027-01-01T00:29:59+01:00', '2027-01-01T00:30:00+01:00'],
  ])('18 months from %s', (_what, said, lastFresh, firstStale) => {
    for (const point of [
      { value: 'x', updated: new Date(said) },
      { value: 'x', verified: new Date(said) },
    ]) {
      expect(isFresh(point, new Date(lastFresh))).toBe(true);
      expect(isFresh(point, new Date(firstStale))).toBe(false);
    }
  });

  it.each([
    ['2025-08-31T12:00:00Z', '2025-03-01T12:00:00Z', true],
    ['2026-08-31T12:00:00Z', '2025-03-01T12:00:00Z', true],
    ['2026-08-31T12:00:00Z', '2025-02-28T12:00:00Z', false],
  ])('on %s what was said on %s counts: %s', (now, updated, expected) => {
    expect(isFresh({ value: 'x', updated: new Date(updated) }, new Date(now))).toBe(expected);
  });

  it('is not for a point without dates, nor for none', () => {
    expect(isFresh({ value: 'x' }, new Date())).toBe(false);
    expect(isFresh(undefined, new Date())).toBe(false);
  });
});

describe('isNotifiable', () => {
  const NOW = new Date('2026-11-22T09:00:00Z');
  const FRESH = { value: 'x', updated: new Date('2026-10-01T09:00:00Z') };
  const STALE = { value: 'x', updated: new Date('2020-10-01T09:00:00Z'), verified: new Date('2025-05-01T09:00:00Z') };
  const contact = (more: Partial<ContactFacts>): ContactFacts => ({
    status: 'AKTIV',
    reserved: false,
    canBeNotified: true,
    ...more,
  });

  it.each<[what: string, facts: ContactFacts, expected: boolean]>([
    ['one fresh channel of two', contact({ email: STALE, mobile: FRESH }), true],
    ['an old update that was verified since', contact({ email: { ...STALE, verified: FRESH.updated } }), true],
    ['KRR that says yes to stale data', contact({ email: STALE, mobile: STALE }), false],
    ['KRR that says no to fresh data', contact({ canBeNotified: false, email: FRESH }), false],
    ['no channel', contact({}), false],
  ])('%s', (_what, facts, expected) => {
    expect(isNotifiable(facts, NOW)).toBe(expected);
  });
});
