import { fromIso6523 } from '#domain/identifiers.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';

/** Who got a Maskinporten token, and for whom. */
export interface TokenParties {
  /** Nine digits: the avsender. */
  readonly consumer: string;
  /** Nine digits: the databehandler who acts for it. */
  readonly supplier?: string;
}

/**
 * The claims as they stand. They are not verified: the token has expired long before anyone looks at a package, and the
 * keys that signed it may be gone (DPI reference 4.3). Undefined when it is not a token with a consumer.
 */
export function tokenParties(token: string): TokenParties | undefined {
  const claims = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url'));
  if (!isJsonObject(claims)) return undefined;
  const consumer = organisation(claims['consumer']);
  if (consumer === undefined) return undefined;
  const supplier = organisation(claims['supplier']);
  return { consumer, ...(supplier === undefined ? {} : { supplier }) };
}

function organisation(claim: unknown): string | undefined {
  return isJsonObject(claim) && typeof claim['ID'] === 'string' ? fromIso6523(claim['ID']) : undefined;
}
