import type { OnApplicationShutdown } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { Clock } from '#domain/clock.js';
import { transient, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { TokenProvider } from '#maskinporten/token-provider.js';
import type { HttpClient, HttpRequest, HttpResponse } from '#platform/http.client.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import type { AltinnConfig } from './altinn.config.js';
import {
  altinnErrorCode,
  toAltinnFailure,
  toAltinnTransportFailure,
  unreadableAnswer,
  type AltinnStep,
} from './altinn.errors.js';
import type { AttachmentMetadata, AttachmentStatus, InitializeCorrespondences } from './altinn.wire.js';

/** The answer to POST /correspondence. */
export type Initialized =
  | { readonly kind: 'made'; readonly correspondenceId: string; readonly status: string }
  /** 409/1034: this idempotency key has been used; the answer does not say for which letter. */
  | { readonly kind: 'key-used' };

interface Call {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly step: AltinnStep;
  readonly contentType?: string;
  readonly contentLength?: number;
  /** Made anew for a second try. */
  readonly body?: () => string | Readable;
}

const CORRESPONDENCE = '/correspondence/api/v1';
const DUPLICATE_KEY = 1034;
/** Altinn's tokens live longer; a shorter cache costs one call in ten minutes. */
const EXCHANGED_TOKEN_MS = 10 * 60_000;

/** Altinn 3 over HTTP: the token exchange and the calls of the Correspondence and Events APIs. No domain types. */
export class AltinnClient implements OnApplicationShutdown {
  private exchanged: { readonly from: string; readonly token: string; readonly until: number } | undefined;

  constructor(
    private readonly http: HttpClient,
    private readonly tokens: Pick<TokenProvider, 'token' | 'forget'>,
    private readonly config: AltinnConfig,
    private readonly clock: Clock,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  /** The id of the new attachment. */
  createAttachment(metadata: AttachmentMetadata, signal: AbortSignal): Promise<Result<string, Failure>> {
    const call = json('POST', `${CORRESPONDENCE}/attachment`, metadata, 'prepares');
    return this.read(call, signal, (body) => (typeof body === 'string' ? body : undefined));
  }

  async uploadAttachment(
    attachmentId: string,
    content: { readonly size: number; readonly open: () => Readable },
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    const uploaded = await this.call(
      {
        method: 'POST',
        path: `${CORRESPONDENCE}/attachment/${attachmentId}/upload`,
        step: 'prepares',
        contentType: 'application/octet-stream',
        contentLength: content.size,
        body: content.open,
      },
      signal,
    );
    if (!uploaded.ok) return uploaded;
    return isSuccess(uploaded.value) ? ok(undefined) : err(this.failure(uploaded.value, 'prepares'));
  }

  attachmentStatus(attachmentId: string, signal: AbortSignal): Promise<Result<AttachmentStatus, Failure>> {
    const call: Call = { method: 'GET', path: `${CORRESPONDENCE}/attachment/${attachmentId}`, step: 'prepares' };
    return this.read(call, signal, (body) =>
      isJsonObject(body) && typeof body['status'] === 'string' ? (body['status'] as AttachmentStatus) : undefined,
    );
  }

  async createCorrespondence(
    body: InitializeCorrespondences,
    signal: AbortSignal,
  ): Promise<Result<Initialized, Failure>> {
    const made = await this.call(json('POST', `${CORRESPONDENCE}/correspondence`, body, 'handsOver'), signal);
    if (!made.ok) return made;
    if (made.value.status === 409 && altinnErrorCode(made.value) === DUPLICATE_KEY) return ok({ kind: 'key-used' });
    if (!isSuccess(made.value)) return err(this.failure(made.value, 'handsOver'));
    const first = firstCorrespondence(parseJson(made.value.body));
    return first === undefined ? err(unreadableAnswer('handsOver')) : ok({ kind: 'made', ...first });
  }

  /** The letter made with this key; undefined when there is none. */
  findByKey(idempotentKey: string, signal: AbortSignal): Promise<Result<{ readonly id: string | undefined }, Failure>> {
    const query = new URLSearchParams({ resourceId: this.config.resourceId, role: 'Sender', idempotentKey });
    const call: Call = {
      method: 'GET',
      path: `${CORRESPONDENCE}/correspondence?${query.toString()}`,
      step: 'prepares',
    };
    return this.read(call, signal, (body) => {
      if (!isJsonObject(body) || !Array.isArray(body['ids'])) return undefined;
      const id: unknown = body['ids'][0];
      return { id: typeof id === 'string' ? id : undefined };
    });
  }

  /** The body of `/details`; undefined when Altinn does not have the letter (any more). */
  async details(correspondenceId: string, signal: AbortSignal): Promise<Result<Buffer | undefined, Failure>> {
    const path = `${CORRESPONDENCE}/correspondence/${encodeURIComponent(correspondenceId)}/details`;
    const answer = await this.call({ method: 'GET', path, step: 'prepares' }, signal);
    if (!answer.ok) return answer;
    if (answer.value.status === 404) return ok(undefined);
    return isSuccess(answer.value) ? ok(answer.value.body) : err(this.failure(answer.value, 'prepares'));
  }

  /** By resource alone: a subject filter on ourselves would miss `published`, whose subject is the recipient. */
  async subscribe(endPoint: string, signal: AbortSignal): Promise<Result<void, Failure>> {
    const body = { endPoint, resourceFilter: `urn:altinn:resource:${this.config.resourceId}` };
    const answer = await this.call(json('POST', '/events/api/v1/subscriptions', body, 'prepares'), signal);
    if (!answer.ok) return answer;
    return isSuccess(answer.value) ? ok(undefined) : err(this.failure(answer.value, 'prepares'));
  }

  private async read<Value>(
    call: Call,
    signal: AbortSignal,
    pick: (body: unknown) => Value | undefined,
  ): Promise<Result<Value, Failure>> {
    const answer = await this.call(call, signal);
    if (!answer.ok) return answer;
    if (!isSuccess(answer.value)) return err(this.failure(answer.value, call.step));
    const value = pick(parseJson(answer.value.body));
    return value === undefined ? err(unreadableAnswer(call.step)) : ok(value);
  }

  /** Once more with a new token after 401, which Altinn answers before it acts. */
  private async call(call: Call, signal: AbortSignal): Promise<Result<HttpResponse, Failure>> {
    const first = await this.callOnce(call, signal);
    if (!first.ok || first.value.status !== 401) return first;
    if (this.exchanged !== undefined) this.tokens.forget(this.exchanged.from);
    this.exchanged = undefined;
    return this.callOnce(call, signal);
  }

  private async callOnce(call: Call, signal: AbortSignal): Promise<Result<HttpResponse, Failure>> {
    const token = await this.token(signal);
    if (!token.ok) return token;
    return this.send(call, token.value, signal);
  }

  private async token(signal: AbortSignal): Promise<Result<string, Failure>> {
    const maskinporten = await this.tokens.token({ scope: this.config.scopes }, signal);
    if (!maskinporten.ok) return maskinporten;
    const now = this.clock.now().getTime();
    if (this.exchanged?.from === maskinporten.value && this.exchanged.until > now) return ok(this.exchanged.token);
    const call: Call = { method: 'GET', path: '/authentication/api/v1/exchange/maskinporten', step: 'prepares' };
    const answer = await this.send(call, maskinporten.value, signal);
    if (!answer.ok) return answer;
    if (!isSuccess(answer.value)) return err(this.failure(answer.value, 'prepares'));
    // Plain text, in some versions a JSON string.
    const token = answer.value.body.toString('utf8').trim().replace(/^"|"$/g, '');
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return err(unreadableAnswer('prepares'));
    this.exchanged = { from: maskinporten.value, token, until: now + EXCHANGED_TOKEN_MS };
    return ok(token);
  }

  private async send(call: Call, token: string, signal: AbortSignal): Promise<Result<HttpResponse, Failure>> {
    if (signal.aborted)
      return err(transient('ALTINN_ABORTED', 'The call was given up before it was made; it is repeated.'));
    try {
      return ok(
        await this.http.request({
          method: call.method,
          url: this.config.baseUrl + call.path,
          headers: {
            authorization: `Bearer ${token}`,
            accept: 'application/json',
            ...(call.contentType === undefined ? {} : { 'content-type': call.contentType }),
            ...(call.contentLength === undefined ? {} : { 'content-length': String(call.contentLength) }),
            ...(this.config.subscriptionKey === undefined
              ? {}
              : { 'ocp-apim-subscription-key': this.config.subscriptionKey }),
          },
          ...(call.body === undefined ? {} : { body: call.body() }),
          signal,
        }),
      );
    } catch (error) {
      return err(toAltinnTransportFailure(error, call.step));
    }
  }

  private failure(response: HttpResponse, step: AltinnStep): Failure {
    return toAltinnFailure(response, step, this.clock.now());
  }
}

function json(method: Call['method'], path: string, body: object, step: AltinnStep): Call {
  return { method, path, step, contentType: 'application/json', body: () => JSON.stringify(body) };
}

function isSuccess(response: HttpResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

function firstCorrespondence(body: unknown): { correspondenceId: string; status: string } | undefined {
  const list: unknown = isJsonObject(body) ? body['correspondences'] : undefined;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  if (!isJsonObject(first)) return undefined;
  const { correspondenceId, status } = first as { correspondenceId?: unknown; status?: unknown };
  return typeof correspondenceId === 'string' && typeof status === 'string' ? { correspondenceId, status } : undefined;
}
