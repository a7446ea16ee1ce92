import { describe, expect, it } from '@jest/globals';
import type { ProviderRegistry } from '#channels/provider.registry.js';
import { transient, type Failure } from '#domain/failure.js';
import type { Letter } from '#domain/letter.js';
import type { ContactFacts, PopulationFacts } from '#domain/recipient-facts.js';
import type { Recipient } from '#domain/recipient.js';
import { err, ok, type Result } from '#domain/result.js';
import { FactsGatherer } from './facts-gatherer.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const CONTACT: ContactFacts = { status: 'AKTIV', reserved: false, canBeNotified: true };
const POPULATION: PopulationFacts = { status: 'registered', deceased: false, protection: 'strengtFortrolig' };
const never = new AbortController().signal;

class Registers {
  readonly calls: (readonly string[])[] = [];
  readonly organisationCalls: string[] = [];
  contactFailure: Failure | undefined;

  readonly registry = {
    contactRegister: () => ({ lookUp: (keys: readonly string[]) => this.answer(keys, CONTACT, this.contactFailure) }),
    populationRegister: () => ({ lookUp: (keys: readonly string[]) => this.answer(keys, POPULATION) }),
    organisationRegister: () => ({
      lookUp: (number: string) => {
        this.organisationCalls.push(number);
        return Promise.resolve(ok({ status: 'active' }));
      },
    }),
  } as unknown as ProviderRegistry;

  private answer<Value>(
    keys: readonly string[],
    value: Value,
    failure?: Failure,
  ): Promise<Result<ReadonlyMap<string, Value>, Failure>> {
    this.calls.push(keys);
    return Promise.resolve(failure === undefined ? ok(new Map(keys.map((key) => [key, value]))) : err(failure));
  }
}

function letters(...recipients: readonly Recipient[]): readonly Letter[] {
  return recipients.map((recipient) => ({ recipient }) as Letter);
}

function person(personIdentifier: string): Recipient {
  return { kind: 'person', personIdentifier };
}

describe('FactsGatherer', () => {
  it('asks each register once for all persons and once for each organisation', async () => {
    const registers = new Registers();
    const organisation: Recipient = { kind: 'organisation', organisationNumber: '311000101' };
    const facts = await new FactsGatherer(registers.registry, { now: () => NOW }).gather(
      letters(person('a'), organisation, person('b'), person('a'), organisation),
      never,
    );
    expect(registers.calls).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(registers.organisationCalls).toEqual(['311000101']);
    expect(facts.map((answer) => answer.ok && answer.value.kind)).toEqual([
      'person',
      'organisation',
      'person',
      'person',
      'organisation',
    ]);
  });

  it('asks nobody about a postal address', async () => {
    const registers = new Registers();
    const address: Recipient = { kind: 'address', postalAddress: { name: 'A', lines: ['B'] } };
    const facts = await new FactsGatherer(registers.registry, { now: () => NOW }).gather(letters(address), never);
    expect(facts).toEqual([ok({ kind: 'address', evidence: [] })]);
    expect(registers.calls).toEqual([]);
  });

  it('gives a register that is away as a failure to those that need it alone', async () => {
    const registers = new Registers();
    registers.contactFailure = transient('KRR_NO_ANSWER', 'KRR gave no answer');
    const facts = await new FactsGatherer(registers.registry, { now: () => NOW }).gather(
      letters(person('a'), { kind: 'organisation', organisationNumber: '311000101' }),
      never,
    );
    expect(facts[0]).toEqual(err(registers.contactFailure));
    expect(facts[1]?.ok).toBe(true);
  });

  it('keeps the person and the protection of an address out of the evidence', async () => {
    const facts = await new FactsGatherer(new Registers().registry, { now: () => NOW }).gather(
      letters(person('20914695016')),
      never,
    );
    const [answer] = facts;
    const evidence = answer?.ok === true ? answer.value.evidence : [];
    expect(evidence).toEqual([
      { register: 'krr', what: 'status AKTIV, not reserved, can be notified, no mailbox', at: NOW.toISOString() },
      { register: 'folkeregisteret', what: 'registered', at: NOW.toISOString() },
    ]);
  });
});
