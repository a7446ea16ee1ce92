import type { Failure } from '#domain/failure.js';
import { err, type Result } from '#domain/result.js';
import type { HttpClient } from '#platform/http.client.js';
import { transportFailure } from '#platform/look-up-failures.js';
import { MASKINPORTEN_FAILURES, toMaskinportenFailure } from './maskinporten.errors.js';
import { readTokenAnswer, type IssuedToken } from './token-answer.js';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** The token endpoint. */
export class MaskinportenClient {
  constructor(
    private readonly http: Pick<HttpClient, 'request'>,
    private readonly tokenUrl: string,
  ) {}

  /** Exchanges a signed grant. `now` is when it was made, by the clock that dates what Maskinporten asks to wait. */
  async exchange(assertion: string, now: Date, signal: AbortSignal): Promise<Result<IssuedToken, Failure>> {
    const began = performance.now();
    try {
      const response = await this.http.request({
        method: 'POST',
        url: this.tokenUrl,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams({ grant_type: GRANT_TYPE, assertion }).toString(),
        signal,
      });
      const answeredAt = new Date(now.getTime() + performance.now() - began);
      if (response.status !== 200) return err(toMaskinportenFailure(response, { at: now, answeredAt }));
      return readTokenAnswer(response);
    } catch (error) {
      return err(transportFailure(MASKINPORTEN_FAILURES, error));
    }
  }
}
