import { describe, expect, it } from '@jest/globals';
import { parseAltinnTime } from './altinn-time.js';

describe('parseAltinnTime', () => {
  it.each([
    ['2026-11-23T08:00:00Z', '2026-11-23T08:00:00.000Z'],
    ['2026-11-23T08:00:00.1234567+01:00', '2026-11-23T07:00:00.123Z'],
    ['2026-11-23T08:00:00.1234567', '2026-11-23T08:00:00.123Z'],
    ['2026-11-23T08:00:00', '2026-11-23T08:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(parseAltinnTime(text)?.toISOString()).toBe(expected);
  });

  it.each(['yesterday', '', null, 5])('does not read %j', (value) => {
    expect(parseAltinnTime(value)).toBeUndefined();
  });
});
