import { setMaxListeners } from 'node:events';
import { Inject, Injectable } from '@nestjs/common';
import { ProviderRegistry } from '#channels/provider.registry.js';
import type { Clock } from '#domain/clock.js';
import { defect, type Failure } from '#domain/failure.js';
import type { Letter } from '#domain/letter.js';
import type {
  ContactFacts,
  OrganisationRegistration,
  PopulationFacts,
  RecipientFacts,
} from '#domain/recipient-facts.js';
import type { Recipient } from '#domain/recipient.js';
import { err, ok, type Result } from '#domain/result.js';
import { CLOCK } from '#platform/tokens.js';
import { contactEvidence, organisationEvidence, populationEvidence } from './evidence.js';

export type FactsResult = Result<RecipientFacts, Failure>;

/** KRR and Folkeregisteret take this many persons a call. */
const MOST_PERSONS = 1_000;
const LOOK_UP_TIMEOUT_MS = 30_000;

interface Answers {
  readonly contacts: ReadonlyMap<string, Result<ContactFacts, Failure>>;
  readonly population: ReadonlyMap<string, Result<PopulationFacts, Failure>>;
  readonly organisations: ReadonlyMap<string, Result<OrganisationRegistration, Failure>>;
}

/**
 * Looks up the recipients of all letters of one claim: every person in one call to each register, each organisation
 * once. A register that does not answer is a Failure for the letters that need it, and for no others; it never reads
 * as "not registered", for then a letter would be printed that belongs in a mailbox.
 */
@Injectable()
export class FactsGatherer {
  constructor(
    @Inject(ProviderRegistry) private readonly providers: ProviderRegistry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers in the order of the letters. */
  async gather(letters: readonly Letter[], shutdown: AbortSignal): Promise<readonly FactsResult[]> {
    const recipients = letters.map((letter) => letter.recipient);
    const persons = unique(
      recipients.flatMap((recipient) => (recipient.kind === 'person' ? [recipient.personIdentifier] : [])),
    );
    const organisations = unique(
      recipients.flatMap((recipient) => (recipient.kind === 'organisation' ? [recipient.organisationNumber] : [])),
    );
    const signal = AbortSignal.any([shutdown, AbortSignal.timeout(LOOK_UP_TIMEOUT_MS)]);
    // Every organisation of the claim is a call that waits for it; Node takes more than ten for a leak.
    setMaxListeners(0, signal);
    const [contacts, population, registrations] = await Promise.all([
      inChunks(persons, (chunk) => this.providers.contactRegister().lookUp(chunk, signal)),
      inChunks(persons, (chunk) => this.providers.populationRegister().lookUp(chunk, signal)),
      Promise.all(
        organisations.map(
          async (number) =>
            [number, await guarded(() => this.providers.organisationRegister().lookUp(number, signal))] as const,
        ),
      ),
    ]);
    const answers: Answers = { contacts, population, organisations: new Map(registrations) };
    const at = this.clock.now().toISOString();
    return recipients.map((recipient) => factsOf(recipient, answers, at));
  }
}

function factsOf(recipient: Recipient, answers: Answers, at: string): FactsResult {
  switch (recipient.kind) {
    case 'person': {
      const contact = answerFor(answers.contacts, recipient.personIdentifier);
      if (!contact.ok) return contact;
      const population = answerFor(answers.population, recipient.personIdentifier);
      if (!population.ok) return population;
      const evidence = [contactEvidence(contact.value, at), populationEvidence(population.value, at)];
      return ok({ kind: 'person', contact: contact.value, population: population.value, evidence });
    }
    case 'organisation': {
      const organisation = answerFor(answers.organisations, recipient.organisationNumber);
      if (!organisation.ok) return organisation;
      return ok({
        kind: 'organisation',
        organisation: organisation.value,
        evidence: [organisationEvidence(organisation.value, at)],
      });
    }
    case 'address':
      return ok({ kind: 'address', evidence: [] });
  }
}

function answerFor<Value>(answers: ReadonlyMap<string, Result<Value, Failure>>, key: string): Result<Value, Failure> {
  return (
    answers.get(key) ?? err(defect('REGISTER_ANSWER_INCOMPLETE', 'The register left out a key that it was asked for.'))
  );
}

async function inChunks<Value>(
  keys: readonly string[],
  lookUp: (chunk: readonly string[]) => Promise<Result<ReadonlyMap<string, Value>, Failure>>,
): Promise<ReadonlyMap<string, Result<Value, Failure>>> {
  const answers = new Map<string, Result<Value, Failure>>();
  for (let start = 0; start < keys.length; start += MOST_PERSONS) {
    const chunk = keys.slice(start, start + MOST_PERSONS);
    const answer = await guarded(() => lookUp(chunk));
    for (const key of chunk) {
      const value = answer.ok ? answer.value.get(key) : undefined;
      if (!answer.ok) answers.set(key, answer);
      else if (value !== undefined) answers.set(key, ok(value));
    }
  }
  return answers;
}

/** A throwing adapter is a defect of these letters, not of the loop. */
async function guarded<Value>(call: () => Promise<Result<Value, Failure>>): Promise<Result<Value, Failure>> {
  try {
    return await call();
  } catch (cause) {
    return err(
      defect('REGISTER_LOOK_UP_FAILED', 'The look-up in the register failed by a defect of the gateway.', cause),
    );
  }
}

function unique(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)];
}
