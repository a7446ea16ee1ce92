import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#platform/parse-json.js';
import { toLookUps } from './bulk-answer.js';

const KARI = '20914695016';
const OLA = '28825897617';
const STRANGER = '16852749559';
const LEFT_OUT = 'FOLKEREGISTERET_PERSON_LEFT_OUT';

function document(...numbers: readonly string[]): JsonObject {
  return { identifikasjonsnummer: numbers.map((number) => ({ status: 'iBruk', foedselsEllerDNummer: number })) };
}

function entry(identifier: unknown, folkeregisterperson?: unknown): JsonObject {
  return { foedselsEllerDNummer: identifier, folkeregisterperson };
}

function lookedUp(oppslag: readonly unknown[], asked: readonly string[] = [KARI, OLA]): readonly unknown[] {
  const found = toLookUps({ oppslag }, asked);
  return asked.map((identifier) => {
    const looked = found?.get(identifier);
    return looked?.ok === true ? (looked.value ?? 'unknown') : looked?.error.code;
  });
}

describe('the answer of the bulk look-up', () => {
  it('is by those who were asked for', () => {
    const kari = document(KARI);
    expect(lookedUp([entry(OLA, document(OLA)), entry(KARI, kari)])).toEqual([kari, document(OLA)]);
  });

  it.each([
    ['without a person', { foedselsEllerDNummer: KARI }],
    ['whose person is null', entry(KARI, null)],
  ])('tells of somebody unknown by an entry for them %s, and by nothing else', (_what, unknown) => {
    expect(lookedUp([unknown, entry(OLA, document(OLA))])).toEqual(['unknown', document(OLA)]);
    expect(lookedUp([unknown])).toEqual(['unknown', LEFT_OUT]);
  });

  it.each([
    ['nobody', [], [LEFT_OUT, LEFT_OUT]],
    ['one of two', [entry(OLA, document(OLA))], [LEFT_OUT, document(OLA)]],
  ])('never calls those unknown who were left out: it has %s in it', (_what, oppslag, expected) => {
    expect(lookedUp(oppslag)).toEqual(expected);
  });

  it.each([undefined, null, [], {}, { oppslag: {} }, { oppslag: null }])('is not read from %j', (body) => {
    expect(toLookUps(body, [KARI])).toBeUndefined();
  });

  it.each([['a text'], [['an array']], [7], [true]])('fails one person alone whose document is %j', (person) => {
    expect(lookedUp([entry(KARI, person), entry(OLA, document(OLA))])).toEqual([
      'FOLKEREGISTERET_PERSON_UNREADABLE',
      document(OLA),
    ]);
  });

  it('takes no entry that says something else for an unknown person', () => {
    expect(lookedUp([{ foedselsEllerDNummer: KARI, feil: { kode: 'FREG-009' } }])).toEqual([
      'FOLKEREGISTERET_PERSON_UNREADABLE',
      LEFT_OUT,
    ]);
  });

  it.each([
    ['an entry that is none', 'x'],
    ['an entry without an identifier', {}],
    ['somebody who was not asked for', entry(STRANGER, document(STRANGER))],
  ])('does not call those without an entry unknown when there is %s', (_what, stray) => {
    expect(lookedUp([stray, entry(KARI, document(KARI))])).toEqual([document(KARI), LEFT_OUT]);
  });

  it('finds somebody under another number of theirs, asked for or not', () => {
    const renumbered = document(STRANGER, KARI);
    expect(lookedUp([entry(STRANGER, renumbered)])).toEqual([renumbered, LEFT_OUT]);
    expect(lookedUp([entry(OLA, document(OLA, KARI))])).toEqual([document(OLA, KARI), document(OLA, KARI)]);
  });

  it('finds somebody whose number came as a number', () => {
    expect(lookedUp([entry(4837910191, document('04837910191'))], ['04837910191'])).toEqual([document('04837910191')]);
  });

  it('takes the same answer twice for one, and two different ones for none', () => {
    expect(lookedUp([entry(KARI, document(KARI)), entry(KARI, document(KARI))])).toEqual([document(KARI), LEFT_OUT]);
    expect(lookedUp([entry(KARI, document(KARI)), entry(KARI)])).toEqual([
      'FOLKEREGISTERET_PERSON_AMBIGUOUS',
      LEFT_OUT,
    ]);
  });
});
