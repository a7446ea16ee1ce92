import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { Clock } from '#domain/clock.js';
import { permanent, type Failure } from '#domain/failure.js';
import { fromIso6523 } from '#domain/identifiers.js';
import { err, ok, type Result } from '#domain/result.js';
import { isJsonObject } from '#platform/parse-json.js';
import type { JwksClient } from './jwks.client.js';

/** Who calls, as Maskinporten vouches for it. */
export interface TokenHolder {
  /** The public body. */
  readonly consumer: string;
  /** Who sends for it by delegation. */
  readonly supplier?: string;
}

/** Seconds that the caller's and our clock may differ. */
const CLOCK_TOLERANCE_SECONDS = 10;

/**
 * Checks access tokens that come in with calls to the gateway's HTTP API. Failures: `TOKEN_INVALID` and
 * `TOKEN_EXPIRED` (the caller gets 401), `SCOPE_MISSING` (403), all `permanent`; anything else means that
 * Maskinporten's keys could not be had and the caller should come back (503).
 */
export class TokenVerifier {
  constructor(
    private readonly jwks: JwksClient,
    private readonly issuer: string,
    private readonly clock: Clock,
  ) {}

  async verify(token: string, scope: string): Promise<Result<TokenHolder, Failure>> {
    const payload = await this.payloadOf(token);
    return payload.ok ? toHolder(payload.value, scope) : payload;
  }

  private async payloadOf(token: string): Promise<Result<JWTPayload, Failure>> {
    for (const source of ['keys', 'freshKeys'] as const) {
      const keys = await this.jwks[source]();
      if (!keys.ok) return keys;
      try {
        const { payload } = await jwtVerify(token, keys.value, {
          issuer: this.issuer,
          algorithms: ['RS256'],
          currentDate: this.clock.now(),
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          requiredClaims: ['exp', 'iat', 'scope'],
        });
        return ok(payload);
      } catch (error) {
        if (error instanceof errors.JWKSNoMatchingKey && source === 'keys') continue;
        return err(toFailure(error));
      }
    }
    return err(invalid('is signed with a key that Maskinporten does not have'));
  }
}

function toHolder(payload: JWTPayload, scope: string): Result<TokenHolder, Failure> {
  // A token may carry several scopes; a comparison of the whole string would refuse those.
  const scopes = typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : [];
  if (!scopes.includes(scope)) {
    return err(permanent('SCOPE_MISSING', `The access token lacks the scope ${scope}`, 'sender'));
  }
  const consumer = organisationOf(payload['consumer']);
  if (consumer === undefined) return err(invalid('names no consumer'));
  const supplier = organisationOf(payload['supplier']);
  if (payload['supplier'] !== undefined && supplier === undefined)
    return err(invalid('names a supplier that cannot be read'));
  return ok({ consumer, ...(supplier === undefined ? {} : { supplier }) });
}

/** `{ authority, ID: '0192:…' }`. */
function organisationOf(claim: unknown): string | undefined {
  return isJsonObject(claim) && typeof claim['ID'] === 'string' ? fromIso6523(claim['ID']) : undefined;
}

function toFailure(error: unknown): Failure {
  if (error instanceof errors.JWTExpired) {
    return permanent('TOKEN_EXPIRED', 'The access token has expired; get a new one from Maskinporten', 'sender');
  }
  if (error instanceof errors.JOSEError) return invalid(`does not hold (${error.code})`);
  throw error;
}

function invalid(why: string): Failure {
  return permanent('TOKEN_INVALID', `The access token ${why}`, 'sender');
}
