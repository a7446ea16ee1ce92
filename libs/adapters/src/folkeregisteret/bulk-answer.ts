import { isDeepStrictEqual } from 'node:util';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { personAmbiguous, personLeftOut, personUnreadable } from './folkeregisteret.errors.js';
import { identifierOf, identifiersOf } from './person-identifier.js';

/**
 * The answer of the bulk look-up, `{ oppslag: [{ foedselsEllerDNummer, folkeregisterperson }] }`, by those who were asked
 * for. How it tells of a person that the register does not know is not documented. Only an entry for that very identifier
 * with nothing else in it reads as unknown: then the register has been asked and has nobody. Whoever has no entry was not
 * answered for, be it one of many or all of them (an empty list): a Failure of those persons, as an entry is that says
 * something else instead of a person, or two that contradict each other. Should the register leave unknown persons out,
 * their letters wait, visibly; the other way round a fault of the register would send everybody's letters on paper.
 */
export type Looked = Result<JsonObject | undefined, Failure>;

interface Entry {
  readonly identifier: string | undefined;
  /** All that the person has or had. */
  readonly numbers: readonly string[];
  readonly answer: Looked;
}

/** Undefined when the answer has another shape. */
export function toLookUps(body: unknown, asked: readonly string[]): ReadonlyMap<string, Looked> | undefined {
  if (!isJsonObject(body) || !Array.isArray(body['oppslag'])) return undefined;
  const entries = (body['oppslag'] as unknown[]).map(toEntry);
  const byIdentifier = new Map<string, Looked>();
  const byNumber = new Map<string, Looked>();
  for (const { identifier, numbers, answer } of entries) {
    if (identifier !== undefined) byIdentifier.set(identifier, merged(byIdentifier.get(identifier), answer));
    // Somebody without an entry: a replaced number may come back under the one in use.
    for (const number of numbers) byNumber.set(number, answer);
  }
  const lookedUp = (identifier: string): Looked =>
    byIdentifier.get(identifier) ?? byNumber.get(identifier) ?? err(personLeftOut());
  return new Map(asked.map((identifier) => [identifier, lookedUp(identifier)]));
}

function toEntry(value: unknown): Entry {
  if (!isJsonObject(value)) return { identifier: undefined, numbers: [], answer: err(personUnreadable('oppslag')) };
  const person = value['folkeregisterperson'] ?? undefined;
  const others = Object.keys(value).filter((field) => !['foedselsEllerDNummer', 'folkeregisterperson'].includes(field));
  const isUnknown = person === undefined && others.length === 0;
  const answer = isJsonObject(person) || isUnknown ? ok(person) : err(personUnreadable('folkeregisterperson'));
  return { identifier: identifierOf(value), numbers: isJsonObject(person) ? identifiersOf(person) : [], answer };
}

function merged(before: Looked | undefined, answer: Looked): Looked {
  if (before === undefined || isDeepStrictEqual(before, answer)) return answer;
  return err(personAmbiguous());
}
