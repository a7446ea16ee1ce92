import type { Failure } from '#domain/failure.js';
import type { PopulationFacts } from '#domain/recipient-facts.js';
import { err, ok, type Result } from '#domain/result.js';
import type { JsonObject } from '#platform/parse-json.js';
import { ignoreSurprises, knownCode, type NoteSurprise } from '#platform/surprises.js';
import { toEstateAddress } from './estate-address.js';
import { personIncomplete, personUnreadable } from './folkeregisteret.errors.js';
import { chooseLetterAddress } from './letter-address.js';
import { isCeased, numberInUse } from './person-identifier.js';
import { brokenPart, currentVersion, fullName, textOf } from './person-document.js';
import { noteUnknownWords, PARTS, PERSON_STATUSES } from './person-vocabulary.js';

/** What one person document says. */
export interface PersonReading {
  readonly facts: PopulationFacts;
  /** The person who answers for the estate, when only the identifier is given: the name is another document's. */
  readonly estateContact?: string;
}

export const NOT_REGISTERED: PopulationFacts = { status: 'not-registered', deceased: false, protection: 'none' };

/** A window shows about this much; the register shortens names that are longer (`forkortetNavn`). */
const LONGEST_NAME = 60;

/**
 * The person document to our facts (registers reference 4.1).
 *
 * An identifier that has ceased without a successor (status `opphoert`: given by mistake, a false identity) belongs to
 * nobody, so it reads as not registered. A status that we do not know changes nothing: that the person is alive is said
 * by `doedsfall`, and where they are by the addresses, so the letter goes where it would without one.
 *
 * A document that cannot be read, or that is about nobody, is a Failure of this person alone; it never reads as "not
 * registered", for that would send a letter on paper that belongs in a mailbox.
 */
export function readPerson(
  document: JsonObject,
  askedFor: string,
  note: NoteSurprise = ignoreSurprises,
): Result<PersonReading, Failure> {
  const broken = brokenPart(document, PARTS);
  if (broken !== undefined) return err(personUnreadable(broken));
  if (['identifikasjonsnummer', 'navn'].every((part) => currentVersion(document, part) === undefined)) {
    return err(personIncomplete('identifikasjonsnummer'));
  }
  noteUnknownWords(document, note);
  const currentIdentifier = numberInUse(document, askedFor, note);
  const status = knownCode(textOf(currentVersion(document, 'status'), 'status'), PERSON_STATUSES, 'status', note);
  const hasCeased = status === 'opphoert' || isCeased(document, askedFor);
  if (hasCeased && currentIdentifier === undefined) return ok({ facts: NOT_REGISTERED });
  const { facts, estateContact } = describe(document, status === 'doed', note);
  return ok({
    facts: { ...facts, ...(currentIdentifier === undefined ? {} : { currentIdentifier }) },
    ...(estateContact === undefined ? {} : { estateContact }),
  });
}

function describe(document: JsonObject, isDead: boolean, note: NoteSurprise): PersonReading {
  const registered = currentVersion(document, 'navn');
  const name = fullName(registered);
  const deceased = isDead || currentVersion(document, 'doedsfall') !== undefined;
  const birthDate = toBirthDate(currentVersion(document, 'foedsel'));
  const { protection, place } = chooseLetterAddress(document, note);
  const estate = deceased ? toEstateAddress(document, name) : undefined;
  const living =
    place === undefined || name === undefined ? undefined : { name: addressee(name, registered), ...place };
  const postalAddress = deceased ? estate?.address : living;
  return {
    facts: {
      status: 'registered',
      deceased,
      protection,
      ...(name === undefined ? {} : { name }),
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(postalAddress === undefined ? {} : { postalAddress }),
    },
    ...(estate?.contactIdentifier === undefined ? {} : { estateContact: estate.contactIdentifier }),
  };
}

function addressee(name: string, registered: JsonObject | undefined): string {
  return name.length <= LONGEST_NAME ? name : (textOf(registered, 'forkortetNavn') ?? name);
}

/** Midnight UTC. With only the year known its last day, so that nobody is taken for an adult too early. */
function toBirthDate(birth: JsonObject | undefined): Date | undefined {
  const date = textOf(birth, 'foedselsdato')?.slice(0, 10);
  const year = textOf(birth, 'foedselsaar');
  const day = date ?? (year === undefined ? undefined : `${year}-12-31`);
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const parsed = new Date(`${day}T00:00:00Z`);
  // The calendar of JavaScript makes 1 March of 30 February.
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? parsed : undefined;
}
