import type { AddressProtection } from '#domain/recipient-facts.js';
import type { JsonObject } from '#platform/parse-json.js';
import { ignoreSurprises, knownCode, type NoteSurprise } from '#platform/surprises.js';

/** From the weakest to the strongest. */
const LEVELS: readonly AddressProtection[] = ['none', 'klientadresse', 'fortrolig', 'strengtFortrolig'];

/** The register's codes; its documentation shows them in capitals too (`UGRADERT`, `STRENGT_FORTROLIG`). */
const CODES = ['ugradert', 'klientadresse', 'fortrolig', 'strengtfortrolig'] as const;

/**
 * The grading of one version of an address or of `adressebeskyttelse`. One that we do not know counts as the strongest,
 * and so does a protection of the person that does not say which.
 */
export function gradingOf(version: JsonObject, part: string, note: NoteSurprise = ignoreSurprises): AddressProtection {
  const isPerson = part === 'adressebeskyttelse';
  const field = isPerson ? 'graderingsnivaa' : 'adressegradering';
  const value = version[field] ?? undefined;
  if (value === undefined) return isPerson ? 'strengtFortrolig' : 'none';
  const normal = typeof value === 'string' ? value.trim().toLowerCase().replaceAll('_', '') : value;
  const code = CODES.find((known) => known === normal) ?? knownCode(value, CODES, `${part}.${field}`, note);
  return code === undefined ? 'strengtFortrolig' : (LEVELS[CODES.indexOf(code)] ?? 'strengtFortrolig');
}

/** The stronger of two. */
export function strongerOf(one: AddressProtection, other: AddressProtection): AddressProtection {
  return LEVELS.indexOf(one) >= LEVELS.indexOf(other) ? one : other;
}
