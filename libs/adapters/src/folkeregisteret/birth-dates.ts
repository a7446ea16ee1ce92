import type { Failure } from '#domain/failure.js';
import type { Result } from '#domain/result.js';
import type { NoteSurprise } from '#platform/surprises.js';
import type { PersonReading } from './folkeregisteret.mapper.js';

/**
 * Tells when the register gave no birth date that can be read. Nothing fails by that, but routing sends the letter on
 * paper (AGE_UNKNOWN), so a rights package that has lost the part `foedsel`, or a new form of it, would take everybody's
 * mailbox away and nobody would know why. That all of several persons lack one is told by a name of its own: a single
 * one without may be as the register has it, and each name is told only once.
 */
export function noteBirthDates(readings: Iterable<Result<PersonReading, Failure>>, note: NoteSurprise): void {
  const living = [...readings].flatMap((reading) => (reading.ok && hasAge(reading.value) ? [reading.value.facts] : []));
  const without = living.filter(({ birthDate }) => birthDate === undefined).length;
  if (without === 0) return;
  const isEverybody = living.length > 1 && without === living.length;
  note({ kind: 'value', path: PATH, value: isEverybody ? '(none for all of several persons)' : '(none)' });
}

const PATH = 'folkeregisterperson.foedsel';

/** The age of the dead changes nothing, and a document that only leads to another has no name. */
function hasAge({ facts }: PersonReading): boolean {
  return facts.status === 'registered' && !facts.deceased && facts.name !== undefined;
}
