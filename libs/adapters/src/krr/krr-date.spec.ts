import { describe, expect, it } from '@jest/globals';
import { parseKrrDate } from './krr-date.js';

describe('parseKrrDate', () => {
  it.each([
    ['2023-06-10T21:00:01+02', '2023-06-10T19:00:01.000Z'],
    ['2023-06-10T21:00:01-01', '2023-06-10T22:00:01.000Z'],
    ['2023-06-10T21:00:01+02:00', '2023-06-10T19:00:01.000Z'],
    ['2023-06-10T21:00:01+0200', '2023-06-10T19:00:01.000Z'],
    ['2023-06-10T21:00:01.5Z', '2023-06-10T21:00:01.500Z'],
    ['2023-06-10T21:00:01.123456+02', '2023-06-10T19:00:01.123Z'],
    ['2024-02-29T00:30:00+01', '2024-02-28T23:30:00.000Z'],
  ])('reads %s', (value, expected) => {
    expect(parseKrrDate(value)?.toISOString()).toBe(expected);
  });

  it.each([
    undefined,
    null,
    '',
    'in the morning',
    '2023-06-10',
    '2023-06-10T21:00:01',
    '2023-02-30T12:00:00+01',
    '2023-13-01T12:00:00Z',
    '2023-06-10T25:00:00Z',
    '2023-06-10T21:00:01+99:99',
    ' 2023-06-10T21:00:01Z',
    1_686_423_601_000,
    {},
  ])('does not read %j', (value) => {
    expect(parseKrrDate(value)).toBeUndefined();
  });
});
