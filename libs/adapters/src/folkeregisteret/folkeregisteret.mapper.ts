import type { PopulationFacts } from '#domain/recipient-facts.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { toEstateAddress } from './estate-address.js';
import { chooseLetterAddress, protectionOf } from './letter-address.js';
import { currentVersion, currentVersions, fullName, textOf } from './person-document.js';

/** The parts of the person document that the facts need (data minimisation); `foedsel` for the age. */
export const PARTS = [
  'identifikasjonsnummer',
  'status',
  'navn',
  'foedsel',
  'doedsfall',
  'kontaktinformasjonForDoedsbo',
  'adressebeskyttelse',
  'bostedsadresse',
  'oppholdsadresse',
  'postadresse',
  'postadresseIUtlandet',
] as const;

export const NOT_REGISTERED: PopulationFacts = { status: 'not-registered', deceased: false, protection: 'none' };

/**
 * The person document to our facts (registers reference 4.1). An identifier that has ceased without a successor
 * (status `opphoert`: given by mistake, or one of two for the same person) belongs to nobody, so it reads as not
 * registered.
 */
export function toPopulationFacts(document: JsonObject, askedFor: string): PopulationFacts {
  const currentIdentifier = successorOf(document, askedFor);
  const personStatus = textOf(currentVersion(document, 'status'), 'status');
  if (personStatus === 'opphoert' && currentIdentifier === undefined) return NOT_REGISTERED;
  const name = fullName(currentVersion(document, 'navn'));
  const deceased = personStatus === 'doed' || currentVersion(document, 'doedsfall') !== undefined;
  const protection = protectionOf(document);
  const birthDate = toBirthDate(currentVersion(document, 'foedsel'));
  const place = deceased ? undefined : chooseLetterAddress(document, protection);
  const living = place === undefined || name === undefined ? undefined : { name, ...place };
  const postalAddress = deceased ? toEstateAddress(document, name) : living;
  return {
    status: 'registered',
    deceased,
    protection,
    ...(name === undefined ? {} : { name }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(postalAddress === undefined ? {} : { postalAddress }),
    ...(currentIdentifier === undefined ? {} : { currentIdentifier }),
  };
}

/** `{ oppslag: [{ foedselsEllerDNummer, folkeregisterperson }] }` by identifier; undefined when it has another shape. */
export function toLookUps(body: unknown): ReadonlyMap<string, JsonObject | undefined> | undefined {
  if (!isJsonObject(body) || !Array.isArray(body['oppslag'])) return undefined;
  const found = new Map<string, JsonObject | undefined>();
  for (const entry of body['oppslag'] as unknown[]) {
    const identifier = isJsonObject(entry) ? textOf(entry, 'foedselsEllerDNummer') : undefined;
    if (!isJsonObject(entry) || identifier === undefined) return undefined;
    const person = entry['folkeregisterperson'];
    found.set(identifier, isJsonObject(person) ? person : undefined);
  }
  return found;
}

/** The number in use, when the one asked for is not it. */
function successorOf(document: JsonObject, askedFor: string): string | undefined {
  const inUse = currentVersions(document, 'identifikasjonsnummer').find((version) => version['status'] === 'iBruk');
  const identifier = textOf(inUse, 'foedselsEllerDNummer');
  return identifier === askedFor ? undefined : identifier;
}

/** Midnight UTC. With only the year known its last day, so that nobody is taken for an adult too early. */
function toBirthDate(birth: JsonObject | undefined): Date | undefined {
  const date = textOf(birth, 'foedselsdato')?.slice(0, 10);
  const year = textOf(birth, 'foedselsaar');
  const day = date ?? (year === undefined ? undefined : `${year}-12-31`);
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const parsed = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}
