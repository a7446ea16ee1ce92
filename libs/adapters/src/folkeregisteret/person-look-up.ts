import type { LookUpAnswers } from '#channels/batched-look-up.js';
import type { Failure } from '#domain/failure.js';
import type { PopulationFacts } from '#domain/recipient-facts.js';
import { err, ok, type Result } from '#domain/result.js';
import { identifierLoop, personLeftOut } from './folkeregisteret.errors.js';
import type { PersonReading } from './folkeregisteret.mapper.js';

/** Answers for each that it is asked for, or a Failure of them all. */
export type AskPersons = (
  identifiers: readonly string[],
) => Promise<Result<ReadonlyMap<string, Result<PersonReading, Failure>>, Failure>>;

type Known = ReadonlyMap<string, Result<PersonReading, Failure>>;

/** A person has had two numbers, rarely three; what leads further than this leads nowhere. */
const MOST_ROUNDS = 4;

/**
 * Looks persons up and then, in one more call for all of them, those that their documents point to: the number in use of
 * a replaced one, also when the old document still has a name, for that name and address are the former person's; and
 * the contact of an estate that is only an identifier. A fault of that second call is a Failure of those who need it.
 */
export async function lookUpPersons(
  identifiers: readonly string[],
  ask: AskPersons,
): Promise<LookUpAnswers<PopulationFacts>> {
  const first = await ask(identifiers);
  if (!first.ok) return first;
  const known = new Map(first.value);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const wanted = [...new Set(identifiers.flatMap((identifier) => nextOf(identifier, known) ?? []))];
    if (wanted.length === 0) break;
    const more = await ask(wanted);
    for (const identifier of wanted) known.set(identifier, answerFor(identifier, more));
  }
  return ok(new Map(identifiers.map((identifier) => [identifier, settled(identifier, known)])));
}

function answerFor(identifier: string, answers: Result<Known, Failure>): Result<PersonReading, Failure> {
  return answers.ok ? (answers.value.get(identifier) ?? err(personLeftOut())) : answers;
}

/** The chain of numbers from the one asked for to the last that is known. */
function chainOf(identifier: string, known: Known): readonly string[] {
  const chain = [identifier];
  for (;;) {
    const next = successorOf(chain.at(-1) ?? '', known);
    if (next === undefined) return chain;
    chain.push(next);
    if (chain.indexOf(next) < chain.length - 1) return chain;
  }
}

function successorOf(identifier: string, known: Known): string | undefined {
  const reading = known.get(identifier);
  return reading?.ok === true ? reading.value.facts.currentIdentifier : undefined;
}

/** Whom to ask for next about this person. */
function nextOf(identifier: string, known: Known): string | undefined {
  const last = chainOf(identifier, known).at(-1) ?? '';
  const reading = known.get(last);
  if (reading === undefined) return last;
  const contact = reading.ok ? reading.value.estateContact : undefined;
  return contact === undefined || known.has(contact) ? undefined : contact;
}

function settled(identifier: string, known: Known): Result<PopulationFacts, Failure> {
  const chain = chainOf(identifier, known);
  const last = chain.at(-1) ?? '';
  const reading = known.get(last);
  if (reading === undefined || successorOf(last, known) !== undefined) return err(identifierLoop());
  if (!reading.ok) return reading;
  const facts = withContact(beforeUnknown(chain, reading.value, known), known);
  return !facts.ok || last === identifier ? facts : ok({ ...facts.value, currentIdentifier: last });
}

/** A successor that the register does not know: the former document stands, when it is about somebody. */
function beforeUnknown(chain: readonly string[], reading: PersonReading, known: Known): PersonReading {
  if (reading.facts.status === 'registered') return reading;
  const former = known.get(chain.at(-2) ?? '');
  return former?.ok === true && former.value.facts.name !== undefined ? former.value : reading;
}

/** The letter to an estate with the contact's name; without one the estate's own stays. */
function withContact(reading: PersonReading, known: Known): Result<PopulationFacts, Failure> {
  const { facts, estateContact } = reading;
  const contact = estateContact === undefined ? undefined : known.get(estateContact);
  if (facts.postalAddress === undefined || contact === undefined) return ok(facts);
  // A document that is broken for good must not hold the letter for good; anything else passes.
  if (!contact.ok) return contact.error.kind === 'defect' ? ok(facts) : contact;
  const { name } = contact.value.facts;
  return ok(name === undefined ? facts : { ...facts, postalAddress: { ...facts.postalAddress, name } });
}
