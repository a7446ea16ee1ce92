import { describe, expect, it } from '@jest/globals';
import { easterSunday } from './norwegian-holidays.js';
import { osloDate, osloToInstant } from './oslo-time.js';
import { addWorkingDays, isWorkingDay } from './working-days.js';

describe('working days in Norway', () => {
  it.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('finds Easter %i', (year, date) => {
    expect(new Date(easterSunday(year)).toISOString().slice(0, 10)).toBe(date);
  });

  it.each([
    ['2026-05-01', 'the first of May'],
    ['2026-05-17', 'the seventeenth of May'],
    ['2026-05-14', 'Ascension'],
    ['2026-05-25', 'Whit Monday'],
    ['2026-04-02', 'Maundy Thursday'],
    ['2026-04-06', 'Easter Monday'],
    ['2026-12-25', 'Christmas'],
    ['2026-11-22', 'a Sunday'],
  ])('%s is not a working day (%s)', (date) => {
    const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
    expect(isWorkingDay({ year, month, day })).toBe(false);
  });

  it.each([
    ['an ordinary Monday', '2026-11-23T09:30:00+01:00', 2, '2026-11-25T09:30:00+01:00'],
    ['over a weekend', '2026-11-26T14:00:00+01:00', 2, '2026-11-30T14:00:00+01:00'],
    ['published on a Saturday: from Monday 00:00', '2026-11-28T14:00:00+01:00', 2, '2026-12-02T00:00:00+01:00'],
    ['over Easter 2026', '2026-04-01T10:00:00+02:00', 2, '2026-04-08T10:00:00+02:00'],
    ['published on Good Friday', '2026-04-03T10:00:00+02:00', 1, '2026-04-08T00:00:00+02:00'],
    ['over the start of summer time', '2026-03-27T12:00:00+01:00', 1, '2026-03-30T12:00:00+02:00'],
    ['over the end of summer time', '2026-10-23T12:00:00+02:00', 1, '2026-10-26T12:00:00+01:00'],
    ['over the new year', '2026-12-31T12:00:00+01:00', 1, '2027-01-04T12:00:00+01:00'],
  ])('counts %s', (_name, from, days, to) => {
    expect(addWorkingDays(new Date(from), days)).toEqual(new Date(to));
  });
});

describe('Oslo time', () => {
  it('goes to local time and back in both halves of the year', () => {
    for (const time of ['2026-01-15T23:30:00.250Z', '2026-07-15T22:30:00.250Z']) {
      const local = osloDate(new Date(time));
      expect(osloToInstant(local.date, local.timeOfDayMs)).toEqual(new Date(time));
    }
  });

  it('moves the hour that summer time skips forward', () => {
    const skipped = osloToInstant({ year: 2026, month: 3, day: 29 }, 2.5 * 3_600_000);
    expect(skipped.toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });
});
