import type { JWTPayload } from 'jose';
import { fromIso6523, isOrganisationNumber } from '#domain/identifiers.js';
import { isJsonObject } from '#platform/parse-json.js';

/** Who calls, as Maskinporten vouches for it. */
export interface TokenHolder {
  /** The public body. */
  readonly consumer: string;
  /** Who sends for it by delegation. */
  readonly supplier?: string;
  /** Where the delegation was made, e.g. `https://www.altinn.no/`; absent for Maskinporten's own, older kind. */
  readonly delegationSource?: string;
}

/** Digdir's authority for organisation numbers; the same digits under another one would be another party. */
const AUTHORITY = 'iso6523-actorid-upis';

/** The parties of a token whose signature holds, or what is wrong with them. */
export function readTokenHolder(payload: JWTPayload): TokenHolder | string {
  const consumer = organisationOf(payload['consumer']);
  if (consumer === undefined) return 'names no consumer that can be read';
  if (payload['supplier'] === undefined) return { consumer };
  const supplier = organisationOf(payload['supplier']);
  if (supplier === undefined) return 'names a supplier that cannot be read';
  const source = payload['delegation_source'];
  return { consumer, supplier, ...(typeof source === 'string' ? { delegationSource: source } : {}) };
}

/** `{ authority, ID: '0192:…' }`. */
function organisationOf(claim: unknown): string | undefined {
  if (!isJsonObject(claim) || claim['authority'] !== AUTHORITY || typeof claim['ID'] !== 'string') return undefined;
  const organisationNumber = fromIso6523(claim['ID']);
  return organisationNumber !== undefined && isOrganisationNumber(organisationNumber) ? organisationNumber : undefined;
}
