import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Clock } from '#domain/clock.js';
import { permanent, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { JwksClient } from './jwks.client.js';
import type { MaskinportenConfig } from './maskinporten.config.js';
import { readTokenHolder, type TokenHolder } from './token-holder.js';

export type { TokenHolder } from './token-holder.js';

/** Seconds that Maskinporten's and our clock may differ. */
const CLOCK_TOLERANCE_SECONDS = 10;
/** Maskinporten's are under two thousand; more is work for us and none for who sends it. */
const LONGEST_TOKEN = 8_192;
/** All that Maskinporten signs with (maskinporten_protocol_token). Fixed, whatever a header or a key set says. */
const ALGORITHM = 'RS256';
/** Maskinporten writes no type; RFC 7519 and RFC 9068 name these two. Others (logout+jwt …) are no access tokens. */
const TYPES: readonly unknown[] = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];
/** What Maskinporten writes into a token that is restricted to no API. */
const UNRESTRICTED = 'unspecified';

/**
 * Checks access tokens that come in with calls to the gateway's HTTP API. Failures: `TOKEN_INVALID` and
 * `TOKEN_EXPIRED` (the caller gets 401), `SCOPE_MISSING` (403), all `permanent`; anything else means that
 * Maskinporten's keys could not be had and the caller should come back (503).
 *
 * A token that is restricted to another API is refused even where no audience is configured (RFC 7519 4.1.3): whoever
 * runs that API could otherwise send letters with the tokens of its callers.
 */
export class TokenVerifier {
  constructor(
    private readonly jwks: Pick<JwksClient, 'keys' | 'freshKeys'>,
    private readonly config: Pick<MaskinportenConfig, 'issuer' | 'audience'>,
    private readonly clock: Clock,
  ) {}

  async verify(token: string, scope: string): Promise<Result<TokenHolder, Failure>> {
    const problem = headerProblem(token);
    if (problem !== undefined) return err(invalid(problem));
    const payload = await this.payloadOf(token);
    if (!payload.ok) return payload;
    const holder = readTokenHolder(payload.value);
    if (typeof holder === 'string') return err(invalid(holder));
    const { scope: granted } = payload.value;
    // A token may carry several scopes, and one scope may begin with another.
    if (typeof granted !== 'string' || !granted.split(/\s+/).includes(scope))
      return err(permanent('SCOPE_MISSING', `The access token lacks the scope ${scope}`, 'sender'));
    return ok(holder);
  }

  private async payloadOf(token: string): Promise<Result<JWTPayload, Failure>> {
    for (const source of ['keys', 'freshKeys'] as const) {
      const keys = await this.jwks[source]();
      if (!keys.ok) return keys;
      try {
        const { payload } = await jwtVerify(token, keys.value, {
          issuer: this.config.issuer,
          algorithms: [ALGORITHM],
          currentDate: this.clock.now(),
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          requiredClaims: ['exp', 'iat'],
        });
        const problem = this.claimProblem(payload);
        return problem === undefined ? ok(payload) : err(invalid(problem));
      } catch (error) {
        if (error instanceof errors.JWKSNoMatchingKey && source === 'keys') continue;
        return err(toFailure(error));
      }
    }
    return err(invalid('is signed with a key that Maskinporten does not have'));
  }

  private claimProblem(payload: JWTPayload): string | undefined {
    const now = this.clock.now().getTime() / 1_000;
    // jose holds iat against nothing without a longest age.
    if ((payload.iat ?? 0) > now + CLOCK_TOLERANCE_SECONDS) return 'is of the future; check your clock';
    const audiences = payload.aud === undefined ? [] : [payload.aud].flat();
    const { audience } = this.config;
    if (audience !== undefined)
      return audiences.includes(audience) ? undefined : `is not restricted to ${audience}; ask for it as resource`;
    return audiences.every((one) => one === UNRESTRICTED) ? undefined : 'is restricted to another API';
  }
}

/** Before a key is asked for: what Maskinporten never makes. */
function headerProblem(token: string): string | undefined {
  if (token.length > LONGEST_TOKEN) return 'is longer than any of Maskinporten';
  try {
    const { alg, kid, typ } = decodeProtectedHeader(token);
    if (alg !== ALGORITHM) return `is not signed with ${ALGORITHM}`;
    if (typeof kid !== 'string' || kid === '') return 'does not say by which key it is signed';
    return TYPES.includes(typeof typ === 'string' ? typ.toLowerCase() : typ) ? undefined : 'is of another type';
  } catch {
    return 'is no JWT';
  }
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
