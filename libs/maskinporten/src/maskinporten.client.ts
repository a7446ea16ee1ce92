import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { HttpClient } from '#platform/http.client.js';
import { transportFailure, unreadableFailure } from '#platform/look-up-failures.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { MASKINPORTEN_FAILURES, toMaskinportenFailure } from './maskinporten.errors.js';

export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds from when it was asked for. */
  readonly expiresIn: number;
}

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** The token endpoint. */
export class MaskinportenClient {
  constructor(
    private readonly http: Pick<HttpClient, 'request'>,
    private readonly tokenUrl: string,
  ) {}

  /** Exchanges a signed grant. `now` dates the time that a throttled answer asks to wait. */
  async exchange(assertion: string, now: Date, signal: AbortSignal): Promise<Result<IssuedToken, Failure>> {
    try {
      const response = await this.http.request({
        method: 'POST',
        url: this.tokenUrl,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams({ grant_type: GRANT_TYPE, assertion }).toString(),
        signal,
      });
      if (response.status !== 200) return err(toMaskinportenFailure(response, now));
      const token = toToken(parseJson(response.body));
      return token === undefined ? err(unreadableFailure(MASKINPORTEN_FAILURES, response)) : ok(token);
    } catch (error) {
      return err(transportFailure(MASKINPORTEN_FAILURES, error));
    }
  }
}

function toToken(body: unknown): IssuedToken | undefined {
  if (!isJsonObject(body)) return undefined;
  const { access_token: accessToken, expires_in: expiresIn } = body as { access_token?: unknown; expires_in?: unknown };
  if (typeof accessToken !== 'string' || typeof expiresIn !== 'number') return undefined;
  return { accessToken, expiresIn };
}
