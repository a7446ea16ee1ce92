import type { JsonObject } from '#platform/parse-json.js';
import { ignoreSurprises, knownCode, type NoteSurprise } from '#platform/surprises.js';
import { currentVersions, textOf, versions } from './person-document.js';
import { IDENTIFIER_STATUSES } from './person-vocabulary.js';

/**
 * The identifiers of one person: `identifikasjonsnummer`, a version for each number that the person has or had. A look-up
 * by a number that has been replaced (D-number to national identity number, corrected birth date, one of two for the same
 * person) finds the person who goes on, with the number that is in use (Skatteetaten, questions and answers on
 * informasjonselementer).
 */
const STATUS = 'identifikasjonsnummer.status';

/** The number in use when it is another than the one asked for; a national identity number before a D-number. */
export function numberInUse(
  document: JsonObject,
  askedFor: string,
  note: NoteSurprise = ignoreSurprises,
): string | undefined {
  const inUse = currentVersions(document, 'identifikasjonsnummer').filter(
    (version) => knownCode(version['status'], IDENTIFIER_STATUSES, STATUS, note) === 'iBruk',
  );
  const numbers = inUse.map((version) => identifierOf(version));
  if (numbers.includes(askedFor)) return undefined;
  const first = inUse.findIndex((version) => version['identifikatortype'] === 'foedselsnummer');
  return numbers[Math.max(first, 0)];
}

/** Whether the register says that the number asked for is not in use any more. */
export function isCeased(document: JsonObject, askedFor: string): boolean {
  const own = currentVersions(document, 'identifikasjonsnummer').filter(
    (version) => identifierOf(version) === askedFor,
  );
  return own.length > 0 && own.every((version) => version['status'] === 'opphoert');
}

/** Every number of the person, with history. */
export function identifiersOf(document: JsonObject): readonly string[] {
  return versions(document, 'identifikasjonsnummer').flatMap((version) => identifierOf(version) ?? []);
}

/** Eleven digits; a number that came as one (JSON) has lost the zero in front. */
export function identifierOf(object: JsonObject): string | undefined {
  const digits = textOf(object, 'foedselsEllerDNummer')?.padStart(11, '0');
  return digits !== undefined && /^\d{11}$/.test(digits) ? digits : undefined;
}
