import { createLocalJWKSet, type JSONWebKeySet, type LocalJWKSet } from 'jose';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { HttpClient } from '#platform/http.client.js';
import { statusFailure, transportFailure, unreadableFailure } from '#platform/look-up-failures.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { MASKINPORTEN_FAILURES } from './maskinporten.errors.js';

const KEEP_MS = 60 * 60 * 1_000;
/** An unknown key id asks for a fresh set, but not for every forged token. */
const ASK_AGAIN_AFTER_MS = 30_000;

/** Maskinporten's public keys, kept for an hour; a key that is not among them is looked for once more. */
export class JwksClient {
  private known: { readonly keys: LocalJWKSet; readonly fetchedAt: number } | undefined;
  private fetching: Promise<Result<LocalJWKSet, Failure>> | undefined;

  constructor(
    private readonly http: Pick<HttpClient, 'request'>,
    private readonly url: string,
    private readonly clock: Clock,
  ) {}

  async keys(): Promise<Result<LocalJWKSet, Failure>> {
    return this.known !== undefined && this.age(this.known) < KEEP_MS ? ok(this.known.keys) : this.refresh();
  }

  /** For a token whose key is not known; the set we have when it was fetched just now. */
  async freshKeys(): Promise<Result<LocalJWKSet, Failure>> {
    if (this.known !== undefined && this.age(this.known) < ASK_AGAIN_AFTER_MS) return ok(this.known.keys);
    return this.refresh();
  }

  private refresh(): Promise<Result<LocalJWKSet, Failure>> {
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  private async fetch(): Promise<Result<LocalJWKSet, Failure>> {
    try {
      const response = await this.http.request({ method: 'GET', url: this.url });
      if (response.status !== 200) return err(statusFailure(MASKINPORTEN_FAILURES, response, this.clock.now()));
      const body = parseJson(response.body);
      if (!isJsonWebKeySet(body)) return err(unreadableFailure(MASKINPORTEN_FAILURES, response));
      const keys = createLocalJWKSet(body);
      this.known = { keys, fetchedAt: this.clock.now().getTime() };
      return ok(keys);
    } catch (error) {
      return err(transportFailure(MASKINPORTEN_FAILURES, error));
    }
  }

  private age(known: { readonly fetchedAt: number }): number {
    return Math.abs(this.clock.now().getTime() - known.fetchedAt);
  }
}

function isJsonWebKeySet(body: unknown): body is JSONWebKeySet {
  return isJsonObject(body) && Array.isArray(body['keys']) && body['keys'].every(isJsonObject);
}
