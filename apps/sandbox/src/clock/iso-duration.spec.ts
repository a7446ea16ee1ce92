import { describe, expect, it } from '@jest/globals';
import { addIsoDuration, parseIsoDuration } from './iso-duration.js';

function add(from: string, duration: string): string {
  const parsed = parseIsoDuration(duration);
  if (parsed === undefined) throw new Error(`${duration} was not read`);
  return addIsoDuration(new Date(from), parsed).toISOString();
}

describe('ISO 8601 durations', () => {
  it.each([
    ['2026-11-22T10:00:00.000Z', 'PT40H', '2026-11-24T02:00:00.000Z'],
    ['2026-11-22T10:00:00.000Z', 'P2W', '2026-12-06T10:00:00.000Z'],
    ['2026-11-22T10:00:00.000Z', 'P1DT1H30M15S', '2026-11-23T11:30:15.000Z'],
    ['2026-11-22T10:00:00.000Z', 'P1Y2M3W4D', '2028-02-16T10:00:00.000Z'],
    ['2026-11-22T10:00:00.000Z', 'PT0.5S', '2026-11-22T10:00:00.500Z'],
    ['2026-11-22T10:00:00.000Z', 'PT1,5H', '2026-11-22T11:30:00.000Z'],
    ['2026-01-31T10:00:00.000Z', 'P1M', '2026-02-28T10:00:00.000Z'],
    ['2028-02-29T10:00:00.000Z', 'P1Y', '2029-02-28T10:00:00.000Z'],
    ['2026-11-22T10:00:00.000Z', 'P18M', '2028-05-22T10:00:00.000Z'],
  ])('%s and %s is %s', (from, duration, expected) => {
    expect(add(from, duration)).toBe(expected);
  });

  it.each(['', 'P', 'PT', 'P1DT', '40H', 'PT40', 'P-1D', '-P1D', 'P1H', 'PT1D', 'P1.5M', 'P1D2W', ' P1D', 'P1S'])(
    'refuses %p',
    (text) => {
      expect(parseIsoDuration(text)).toBeUndefined();
    },
  );
});
