import { describe, expect, it } from '@jest/globals';
import { defect } from '#domain/failure.js';
import { err, ok } from '#domain/result.js';
import type { Surprise } from '#platform/surprises.js';
import { noteBirthDates } from './birth-dates.js';
import { NOT_REGISTERED, readPerson, type PersonReading } from './folkeregisteret.mapper.js';

const ASKED = '20914695016';
const BORN = { foedsel: [{ erGjeldende: true, foedselsdato: '1946-11-20' }] };
const UNREADABLE = { foedsel: [{ erGjeldende: true, foedselsdato: '20.11.1946' }] };
const DEAD = { doedsfall: { erGjeldende: true, doedsdato: '2026-01-01' } };

function reading(parts: object): ReturnType<typeof readPerson> {
  return readPerson({ navn: [{ erGjeldende: true, fornavn: 'Kari', etternavn: 'Prøve' }], ...parts }, ASKED);
}

function noted(...readings: readonly ReturnType<typeof readPerson>[]): readonly Surprise[] {
  const surprises: Surprise[] = [];
  noteBirthDates(readings, (surprise) => surprises.push(surprise));
  return surprises;
}

describe('birth dates that the register did not give', () => {
  const path = 'folkeregisterperson.foedsel';
  const nameless: PersonReading = { facts: { status: 'registered', deceased: false, protection: 'none' } };

  it('are told by name when one person has none', () => {
    expect(noted(reading({}))).toEqual([{ kind: 'value', path, value: '(none)' }]);
    expect(noted(reading(BORN), reading({}))).toEqual([{ kind: 'value', path, value: '(none)' }]);
  });

  it('are told apart when nobody of several has one that can be read', () => {
    const expected = [{ kind: 'value', path, value: '(none for all of several persons)' }];
    expect(noted(reading({}), reading({}))).toEqual(expected);
    expect(noted(reading(UNREADABLE), reading({}))).toEqual(expected);
    expect(noted(reading({}), reading({}), reading({ ...DEAD, ...BORN }))).toEqual(expected);
  });

  it('are not missed of those whose age decides nothing', () => {
    const failed = err(defect('FOLKEREGISTERET_PERSON_UNREADABLE', 'broken'));
    expect(noted()).toEqual([]);
    expect(noted(reading(BORN), reading(DEAD), ok({ facts: NOT_REGISTERED }), ok(nameless), failed)).toEqual([]);
  });
});
