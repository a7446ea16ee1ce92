import { createLocalJWKSet, type JWK, type LocalJWKSet } from 'jose';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { HttpClient } from '#platform/http.client.js';
import { readJson, statusFailure, transportFailure, unreadableFailure } from '#platform/look-up-failures.js';
import { isJsonObject } from '#platform/parse-json.js';
import { MASKINPORTEN_FAILURES } from './maskinporten.errors.js';

/**
 * Maskinporten's public keys. A key that is withdrawn must stop working soon, and a Maskinporten that is down must not
 * stop those who send with tokens that it gave them before; so the set is
 *
 * - taken as it is for five minutes;
 * - then fetched anew behind the back of the caller who finds it old, so that no caller waits for it in a day of work;
 * - after ten minutes the caller waits for the new set: a withdrawn key works for ten minutes at most;
 * - when no new set can be had, the old one is used until it is an hour old, and then nobody is let in.
 *
 * A token with an unknown key id asks for a fresh set, which may hold the key that Maskinporten has just begun to use.
 * Anyone can make such tokens, so it does that at most twice a minute, and a failed fetch is tried again after five
 * seconds at the earliest, however many ask.
 */
const RENEW_AFTER_MS = 5 * 60_000;
const WAIT_AFTER_MS = 10 * 60_000;
const STALE_AFTER_MS = 60 * 60_000;
const ASK_FOR_UNKNOWN_AFTER_MS = 30_000;
const RETRY_AFTER_MS = 5_000;
/** No issuer has as many, and every token is held against them. */
const MOST_KEYS = 50;

type Keys = Result<LocalJWKSet, Failure>;

export class JwksClient {
  private known: { readonly keys: LocalJWKSet; readonly fetchedAt: number } | undefined;
  private failed: { readonly failure: Failure; readonly at: number } | undefined;
  private fetching: Promise<Keys> | undefined;

  constructor(
    private readonly http: Pick<HttpClient, 'request'>,
    private readonly url: string,
    private readonly clock: Clock,
  ) {}

  async keys(): Promise<Keys> {
    const { known } = this;
    if (known === undefined) return this.renewed();
    const age = this.since(known.fetchedAt);
    if (age < RENEW_AFTER_MS) return ok(known.keys);
    const renewal = this.renewed();
    if (age < WAIT_AFTER_MS) {
      // What goes wrong is told to the caller who has to wait for it.
      renewal.catch(() => undefined);
      return ok(known.keys);
    }
    const renewed = await renewal;
    return !renewed.ok && age < STALE_AFTER_MS ? ok(known.keys) : renewed;
  }

  /** For a token whose key is not known; the set we have when it was fetched just now. */
  async freshKeys(): Promise<Keys> {
    const { known } = this;
    if (known !== undefined && this.since(known.fetchedAt) < ASK_FOR_UNKNOWN_AFTER_MS) return ok(known.keys);
    return this.renewed();
  }

  private async renewed(): Promise<Keys> {
    if (this.failed !== undefined && this.since(this.failed.at) < RETRY_AFTER_MS) return err(this.failed.failure);
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  private async fetch(): Promise<Keys> {
    const fetched = await this.ask();
    const now = this.clock.now().getTime();
    if (fetched.ok) {
      this.known = { keys: fetched.value, fetchedAt: now };
      this.failed = undefined;
    } else {
      this.failed = { failure: fetched.error, at: now };
    }
    return fetched;
  }

  private async ask(): Promise<Keys> {
    try {
      const response = await this.http.request({
        method: 'GET',
        url: this.url,
        headers: { accept: 'application/json' },
      });
      if (response.status !== 200) return err(statusFailure(MASKINPORTEN_FAILURES, response, this.clock.now()));
      const body = readJson(MASKINPORTEN_FAILURES, response);
      if (!body.ok) return body;
      const keys = signatureKeys(body.value);
      return keys.length === 0
        ? err(unreadableFailure(MASKINPORTEN_FAILURES, response))
        : ok(createLocalJWKSet({ keys: [...keys] }));
    } catch (error) {
      return err(transportFailure(MASKINPORTEN_FAILURES, error));
    }
  }

  /** A clock that was set back makes things old, not new. */
  private since(time: number): number {
    return Math.abs(this.clock.now().getTime() - time);
  }
}

/** Those that can verify a token; one without an id would be taken for any, so it is left out. None is no answer. */
function signatureKeys(body: unknown): readonly JWK[] {
  const keys: unknown = isJsonObject(body) ? body['keys'] : undefined;
  return Array.isArray(keys) ? keys.slice(0, MOST_KEYS).filter(isSignatureKey) : [];
}

function isSignatureKey(key: unknown): key is JWK {
  if (!isJsonObject(key)) return false;
  const { kty, kid, n, e, use, alg } = key as Record<string, unknown>;
  return (
    kty === 'RSA' &&
    typeof kid === 'string' &&
    typeof n === 'string' &&
    typeof e === 'string' &&
    (use === undefined || use === 'sig') &&
    (alg === undefined || alg === 'RS256')
  );
}
