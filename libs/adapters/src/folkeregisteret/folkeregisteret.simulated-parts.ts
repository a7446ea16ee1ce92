import { isJsonObject } from '#platform/parse-json.js';
import type { PersonDocument } from './folkeregisteret.simulated-version.js';

/** Data minimisation as Skatteetaten documents it (dataminimering): what `part` gives of a document. */
const PERSON_BASIS = [
  'identitetsgrunnlag',
  'status',
  'doedsfall',
  'sivilstand',
  'foedsel',
  'statsborgerskap',
  'kjoenn',
  'navn',
  'preferertKontaktadresse',
  'bostedsadresse',
  'oppholdsadresse',
  'deltBosted',
  'postadresse',
  'postadresseIUtlandet',
  'adressebeskyttelse',
  'kontaktinformasjonForDoedsbo',
] as const;

/** `identifikasjonsnummer` always, `person-basis` when nothing is asked for, history only with `historikk`. */
export function selectParts(document: PersonDocument, asked: readonly string[]): PersonDocument {
  const parts = new Set<string>(['identifikasjonsnummer', ...asked]);
  if (asked.every((part) => part === 'historikk') || parts.has('person-basis')) {
    for (const part of PERSON_BASIS) parts.add(part);
  }
  const chosen = Object.entries(document).filter(([part]) => parts.has(part));
  if (parts.has('historikk')) return Object.fromEntries(chosen);
  return Object.fromEntries(
    chosen
      .map(([part, value]) => [part, Array.isArray(value) ? value.filter(isCurrent) : value] as const)
      .filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
}

function isCurrent(version: unknown): boolean {
  return !isJsonObject(version) || version['erGjeldende'] !== false;
}
