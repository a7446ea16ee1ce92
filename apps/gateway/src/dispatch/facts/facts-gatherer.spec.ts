import { describe, expect, it } from '@jest/globals';
import type { ProviderRegistry } from '#channels/provider.registry.js';
import { transient, type Failure } from '#domain/failure.js';
import type { ContactFacts, OrganisationRegistration, PopulationFacts } from '#domain/recipient-facts.js';
import type { Recipient } from '#domain/recipient.js';
import { err, ok, type Result } from '#domain/result.js';
import { FactsGatherer } from './facts-gatherer.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const CONTACT: ContactFacts = { status: 'AKTIV', reserved: false, canBeNotified: true };
const POPULATION: PopulationFacts = { status: 'registered', deceased: false, protection: 'strengtFortrolig' };
const PERSON: Recipient = { kind: 'person', personIdentifier: '20914695016' };
const ORGANISATION: Recipient = { kind: 'organisation', organisationNumber: '311000101' };
const never = new AbortController().signal;

class Registers {
  readonly calls: string[] = [];
  contact: (person: string) => Promise<Result<ContactFacts, Failure>> = () => Promise.resolve(ok(CONTACT));
  population: () => Promise<Result<PopulationFacts, Failure>> = () => Promise.resolve(ok(POPULATION));
  organisation: () => Promise<Result<OrganisationRegistration, Failure>> = () =>
    Promise.resolve(ok({ status: 'active' }));

  readonly gatherer = new FactsGatherer(
    {
      contactRegister: () => ({
        lookUp: (person: string) => this.called('krr', () => this.contact(person)),
      }),
      populationRegister: () => ({ lookUp: () => this.called('folkeregisteret', this.population) }),
      organisationRegister: () => ({ lookUp: () => this.called('enhetsregisteret', this.organisation) }),
    } as unknown as ProviderRegistry,
    { now: () => NOW },
  );

  private called<Value>(register: string, answer: () => Promise<Value>): Promise<Value> {
    this.calls.push(register);
    return answer();
  }
}

describe('FactsGatherer', () => {
  it('asks both registers about a person in one turn, and one about an organisation', async () => {
    const registers = new Registers();
    const person = registers.gatherer.gather(PERSON, never);
    expect(registers.calls).toEqual(['krr', 'folkeregisteret']);
    await expect(person).resolves.toMatchObject({ ok: true, value: { kind: 'person', contact: CONTACT } });
    registers.calls.length = 0;
    const organisation = await registers.gatherer.gather(ORGANISATION, never);
    expect(organisation).toMatchObject({ ok: true, value: { kind: 'organisation' } });
    expect(registers.calls).toEqual(['enhetsregisteret']);
  });

  it('asks about reservation and mailbox by the identifier that the person has now', async () => {
    const registers = new Registers();
    const asked: string[] = [];
    registers.population = () => Promise.resolve(ok({ ...POPULATION, currentIdentifier: '28825897617' }));
    registers.contact = (person) => {
      asked.push(person);
      return Promise.resolve(ok({ ...CONTACT, reserved: person === '28825897617' }));
    };
    const facts = await registers.gatherer.gather(PERSON, never);
    expect(asked).toEqual(['20914695016', '28825897617']);
    expect(facts).toMatchObject({ ok: true, value: { contact: { reserved: true } } });
  });

  it('asks nobody about a postal address', async () => {
    const registers = new Registers();
    const address: Recipient = { kind: 'address', postalAddress: { name: 'A', lines: ['B'] } };
    expect(await registers.gatherer.gather(address, never)).toEqual(ok({ kind: 'address', evidence: [] }));
    expect(registers.calls).toEqual([]);
  });

  it('lets a register that hangs hold up only those who need it', async () => {
    const registers = new Registers();
    registers.organisation = () => new Promise(() => undefined);
    const ended: string[] = [];
    void registers.gatherer.gather(ORGANISATION, never).then(() => ended.push('organisation'));
    await registers.gatherer.gather(PERSON, never).then(() => ended.push('person'));
    expect(ended).toEqual(['person']);
  });

  it('gives a register that is away, and one that throws, as a failure', async () => {
    const registers = new Registers();
    const away = transient('KRR_NO_ANSWER', 'KRR gave no answer');
    registers.contact = () => Promise.resolve(err(away));
    expect(await registers.gatherer.gather(PERSON, never)).toEqual(err(away));
    registers.contact = () => Promise.reject(new TypeError('oops'));
    expect(await registers.gatherer.gather(PERSON, never)).toMatchObject({
      ok: false,
      error: { kind: 'defect', code: 'REGISTER_LOOK_UP_FAILED' },
    });
  });

  it('keeps the person and the protection of an address out of the evidence', async () => {
    const answer = await new Registers().gatherer.gather(PERSON, never);
    expect(answer.ok && answer.value.evidence).toEqual([
      { register: 'krr', what: 'status AKTIV, not reserved, can be notified, no mailbox', at: NOW.toISOString() },
      { register: 'folkeregisteret', what: 'registered', at: NOW.toISOString() },
    ]);
  });
});
