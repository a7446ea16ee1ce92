import type { Readable } from 'node:stream';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { TokenProvider } from '#maskinporten/token-provider.js';
import type { HttpRequest, HttpResponse } from '#platform/http.client.js';
import { parseJson } from '#platform/parse-json.js';
import type { AltinnConfig } from './altinn.config.js';
import {
  altinnErrorCode,
  gaveUp,
  toAltinnFailure,
  toAltinnTransportFailure,
  unreadableAnswer,
  type AltinnStep,
} from './altinn.errors.js';
import type { AltinnSockets } from './altinn-http.js';
import { AltinnTokens } from './altinn-tokens.js';

export interface AltinnCall {
  readonly method: HttpRequest['method'];
  /** Below the platform's address. */
  readonly path: string;
  readonly step: AltinnStep;
  /** On whose behalf; the gateway's own organisation without one. */
  readonly owner?: string | undefined;
  readonly contentType?: string;
  readonly contentLength?: number;
  /** Made anew for a second try. */
  readonly body?: () => string | Readable;
  /** Of an upload, which then goes by the sockets for uploads; every other call has the client's own. */
  readonly uploadTimeoutMs?: number;
}

const EXCHANGE = '/authentication/api/v1/exchange/maskinporten';

/**
 * Calls of Altinn's APIs with the right token. 401 is answered before Altinn acts, so such a call is made once more with
 * a new token, the one that hands a letter over too. Not when 401 carries a code of Correspondence: then the token was
 * read and the policy says no, which a new one does not change.
 */
export class AltinnCalls {
  private readonly tokens: AltinnTokens;

  constructor(
    private readonly sockets: AltinnSockets,
    maskinporten: Pick<TokenProvider, 'token' | 'forget'>,
    private readonly config: Pick<AltinnConfig, 'baseUrl' | 'scopes' | 'subscriptionKey'>,
    private readonly clock: Clock,
  ) {
    const exchange = (token: string, signal: AbortSignal): Promise<Result<HttpResponse, Failure>> =>
      this.send({ method: 'GET', path: EXCHANGE, step: 'prepares' }, token, signal);
    this.tokens = new AltinnTokens(maskinporten, config.scopes, exchange, clock);
  }

  /** Whatever Altinn answers. */
  async answer(call: AltinnCall, signal: AbortSignal): Promise<Result<HttpResponse, Failure>> {
    const token = await this.tokens.token(call.owner, signal);
    if (!token.ok) return token;
    const first = await this.send(call, token.value, signal);
    if (!first.ok || first.value.status !== 401 || altinnErrorCode(first.value) !== undefined) return first;
    this.tokens.forget(token.value);
    const renewed = await this.tokens.token(call.owner, signal);
    return renewed.ok ? this.send(call, renewed.value, signal) : renewed;
  }

  /** What `pick` finds in the JSON of a success; undefined of it is an answer that cannot be read. */
  async read<Value>(
    call: AltinnCall,
    signal: AbortSignal,
    pick: (body: unknown) => Value | undefined,
  ): Promise<Result<Value, Failure>> {
    const answer = await this.answer(call, signal);
    return answer.ok ? this.toValue(answer.value, pick, call.step) : answer;
  }

  toValue<Value>(
    response: HttpResponse,
    pick: (body: unknown) => Value | undefined,
    step: AltinnStep = 'prepares',
  ): Result<Value, Failure> {
    if (!isSuccess(response)) return err(this.failure(response, step));
    const value = pick(parseJson(response.body));
    return value === undefined ? err(unreadableAnswer(step)) : ok(value);
  }

  failure(response: HttpResponse, step: AltinnStep): Failure {
    return toAltinnFailure(response, step, this.clock.now());
  }

  private async send(call: AltinnCall, token: string, signal: AbortSignal): Promise<Result<HttpResponse, Failure>> {
    if (signal.aborted) return err(gaveUp());
    const { subscriptionKey } = this.config;
    const { calls, uploads } = this.sockets;
    const client = call.uploadTimeoutMs === undefined ? calls : uploads;
    try {
      const response = await client.request({
        method: call.method,
        url: this.config.baseUrl + call.path,
        headers: {
          authorization: `Bearer ${token}`,
          // The exchange answers in plain text, everything else in JSON.
          accept: call.path === EXCHANGE ? 'text/plain, application/json' : 'application/json',
          ...(call.contentType === undefined ? {} : { 'content-type': call.contentType }),
          ...(call.contentLength === undefined ? {} : { 'content-length': String(call.contentLength) }),
          ...(subscriptionKey === undefined ? {} : { 'ocp-apim-subscription-key': subscriptionKey }),
        },
        ...(call.body === undefined ? {} : { body: call.body() }),
        ...(call.uploadTimeoutMs === undefined ? {} : { totalTimeoutMs: call.uploadTimeoutMs }),
        signal,
      });
      return ok(response);
    } catch (error) {
      return err(toAltinnTransportFailure(error, call.step));
    }
  }
}

export function isSuccess(response: HttpResponse): boolean {
  return response.status >= 200 && response.status < 300;
}
