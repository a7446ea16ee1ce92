import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { HttpResponse } from '#platform/http.client.js';
import { fieldMissing, readJson, unreadableFailure } from '#platform/look-up-failures.js';
import { isJsonObject } from '#platform/parse-json.js';
import { MASKINPORTEN_FAILURES } from './maskinporten.errors.js';

export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds from when it was asked for, above zero. */
  readonly expiresIn: number;
}

/**
 * The success answer of the token endpoint (RFC 6749 5.1). The token is opaque to its client, which is told not to look
 * into it (maskinporten_protocol_token), so its lifetime is `expires_in` alone. That is only recommended by the RFC and
 * could be anything: a missing or senseless one counts as short, and a huge one as the longest that a scope can have
 * (`at_max_age` of the scopes that are published), for a token that is kept too short costs a call and one that is kept
 * too long a refused letter.
 */
const UNSTATED_SECONDS = 60;
const LONGEST_SECONDS = 60 * 60;

/** RFC 6750 2.1 b64token; anything else could not be sent as a header. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

export function readTokenAnswer(response: HttpResponse): Result<IssuedToken, Failure> {
  const body = readJson(MASKINPORTEN_FAILURES, response);
  if (!body.ok) return body;
  if (!isJsonObject(body.value)) return err(unreadableFailure(MASKINPORTEN_FAILURES, response));
  const accessToken = body.value['access_token'];
  if (accessToken === undefined) return err(fieldMissing(MASKINPORTEN_FAILURES, 'access_token'));
  const type = body.value['token_type'] ?? 'Bearer';
  const isUsable = typeof type === 'string' && type.toLowerCase() === 'bearer';
  if (!isUsable || typeof accessToken !== 'string' || !TOKEN.test(accessToken))
    return err(unreadableFailure(MASKINPORTEN_FAILURES, response));
  return ok({ accessToken, expiresIn: lifetimeOf(body.value['expires_in']) });
}

/** Some servers write the number as a string. */
function lifetimeOf(expiresIn: unknown): number {
  const seconds = typeof expiresIn === 'string' && /^\d+$/.test(expiresIn) ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return UNSTATED_SECONDS;
  return Math.min(seconds, LONGEST_SECONDS);
}
