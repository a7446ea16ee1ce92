import { describe, expect, it } from '@jest/globals';
import { defect, transient, type Failure } from '#domain/failure.js';
import type { PopulationFacts } from '#domain/recipient-facts.js';
import { err, ok, type Result } from '#domain/result.js';
import { NOT_REGISTERED, type PersonReading } from './folkeregisteret.mapper.js';
import { lookUpPersons } from './person-look-up.js';

const ADDRESS = { name: 'Dødsboet etter Kari', lines: ['Torget 1'], postalCode: '3015', city: 'DRAMMEN' };
const DOWN = transient('FOLKEREGISTERET_UNAVAILABLE', 'down');

type Register = Readonly<Record<string, PersonReading | Failure>>;

function person(name: string | undefined, more: Partial<PopulationFacts> = {}): PersonReading {
  const facts = { status: 'registered', deceased: false, protection: 'none', ...more } as const;
  return { facts: name === undefined ? facts : { ...facts, name } };
}

/** Asks a register of these persons; `failing` are calls by their number that fail as a whole. */
async function ask(
  register: Register,
  identifiers: readonly string[],
  failing: readonly number[] = [],
): Promise<{ calls: readonly (readonly string[])[]; answers: Readonly<Record<string, unknown>> }> {
  const calls: (readonly string[])[] = [];
  const found = await lookUpPersons(identifiers, (asked) => {
    calls.push(asked);
    if (failing.includes(calls.length)) return Promise.resolve(err(DOWN));
    return Promise.resolve(ok(new Map(asked.map((identifier) => [identifier, read(register[identifier])]))));
  });
  const answers = found.ok ? [...found.value] : identifiers.map((identifier) => [identifier, found] as const);
  return {
    calls,
    answers: Object.fromEntries(
      answers.map(([identifier, answer]) => [identifier, answer.ok ? answer.value : answer.error.code]),
    ),
  };
}

function read(entry: PersonReading | Failure | undefined): Result<PersonReading, Failure> {
  if (entry === undefined) return ok({ facts: NOT_REGISTERED });
  return 'facts' in entry ? ok(entry) : err(entry);
}

describe('looking persons up', () => {
  it('takes one call for those who are who they are', async () => {
    const { calls, answers } = await ask({ kari: person('Kari') }, ['kari', 'ola']);
    expect(calls).toEqual([['kari', 'ola']]);
    expect(answers).toEqual({ kari: person('Kari').facts, ola: NOT_REGISTERED });
  });

  it('follows replaced identifiers in one more call, also when the old document has a name', async () => {
    const register = {
      old: person('Kari Før', { currentIdentifier: 'new' }),
      older: person(undefined, { currentIdentifier: 'new' }),
      new: person('Kari Nå'),
      ola: person('Ola'),
    };
    const { calls, answers } = await ask(register, ['old', 'older', 'ola']);
    expect(calls).toEqual([['old', 'older', 'ola'], ['new']]);
    const kari = { ...register.new.facts, currentIdentifier: 'new' };
    expect(answers).toEqual({ old: kari, older: kari, ola: register.ola.facts });
  });

  it('asks for nobody twice, and follows a chain', async () => {
    const register = {
      a: person('A', { currentIdentifier: 'b' }),
      b: person('B', { currentIdentifier: 'c' }),
      c: person('C'),
    };
    const { calls, answers } = await ask(register, ['a', 'b']);
    expect(calls).toEqual([['a', 'b'], ['c']]);
    expect(answers).toMatchObject({
      a: { name: 'C', currentIdentifier: 'c' },
      b: { name: 'C', currentIdentifier: 'c' },
    });
  });

  it.each([
    ['a loop of two', { a: person('A', { currentIdentifier: 'b' }), b: person('B', { currentIdentifier: 'a' }) }],
    ['a loop of one', { a: person('A', { currentIdentifier: 'a' }) }],
    ['a chain without end', chain(9)],
  ])('ends %s with a failure of that person alone', async (_what, register: Register) => {
    const { calls, answers } = await ask({ ...register, ola: person('Ola') }, ['a', 'ola']);
    expect(answers).toEqual({ a: 'FOLKEREGISTERET_IDENTIFIER_LOOP', ola: person('Ola').facts });
    expect(calls.length).toBeLessThanOrEqual(5);
  });

  it('lets the former document stand when the register does not know the successor', async () => {
    const old = person('Kari', { currentIdentifier: 'new' });
    expect((await ask({ old }, ['old'])).answers).toEqual({ old: { ...old.facts, currentIdentifier: 'new' } });
    const nameless = person(undefined, { currentIdentifier: 'new' });
    expect((await ask({ old: nameless }, ['old'])).answers).toEqual({
      old: { ...NOT_REGISTERED, currentIdentifier: 'new' },
    });
  });

  it('fails those alone who need the second call when that fails', async () => {
    const register = { old: person('Kari', { currentIdentifier: 'new' }), ola: person('Ola') };
    expect((await ask(register, ['old', 'ola'], [2])).answers).toEqual({
      old: 'FOLKEREGISTERET_UNAVAILABLE',
      ola: register.ola.facts,
    });
    expect((await ask(register, ['old', 'ola'], [1])).answers).toEqual({
      old: 'FOLKEREGISTERET_UNAVAILABLE',
      ola: 'FOLKEREGISTERET_UNAVAILABLE',
    });
  });

  describe('the estate of a deceased whose contact is an identifier', () => {
    const dead: PersonReading = { ...person('Kari', { deceased: true, postalAddress: ADDRESS }), estateContact: 'eva' };

    it('has the name of the contact, at the address of the estate', async () => {
      const { calls, answers } = await ask({ dead, eva: person('Eva Dal') }, ['dead']);
      expect(calls).toEqual([['dead'], ['eva']]);
      expect(answers).toMatchObject({ dead: { name: 'Kari', postalAddress: { ...ADDRESS, name: 'Eva Dal' } } });
    });

    it.each([
      ['unknown', {}],
      ['unreadable for good', { eva: defect('FOLKEREGISTERET_PERSON_UNREADABLE', 'broken') }],
    ])('is to the estate when the contact is %s', async (_what, register: Register) => {
      expect((await ask({ ...register, dead }, ['dead'])).answers).toEqual({ dead: dead.facts });
    });

    it('waits when the register is down', async () => {
      expect((await ask({ dead, eva: person('Eva') }, ['dead'], [2])).answers).toEqual({
        dead: 'FOLKEREGISTERET_UNAVAILABLE',
      });
    });
  });

  function chain(length: number): Register {
    const links = Array.from('abcdefghijklmnop').slice(0, length + 1);
    return Object.fromEntries(
      links.slice(0, -1).map((link, index) => [link, person(link, { currentIdentifier: links[index + 1] ?? '' })]),
    );
  }
});
