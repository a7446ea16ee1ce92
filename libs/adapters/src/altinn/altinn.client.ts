import type { Readable } from 'node:stream';
import type { Failure } from '#domain/failure.js';
import { isUuid } from '#domain/identifiers.js';
import { err, ok, type Result } from '#domain/result.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { isSuccess, type AltinnCall, type AltinnCalls } from './altinn-calls.js';
import { altinnErrorCode, unreadableAnswer, type AltinnStep } from './altinn.errors.js';
import type { AltinnResource } from './altinn-resource.js';
import type { AttachmentMetadata, AttachmentState, InitializeCorrespondences } from './altinn.wire.js';

/** The answer to POST /correspondence. */
export type Initialized =
  | { readonly kind: 'made'; readonly correspondenceId: string; readonly status: string }
  /** 1034, whatever its status: this idempotency key has been used; the answer does not say for which letter. */
  | { readonly kind: 'key-used' };

type Owned = Pick<AltinnResource, 'owner'>;

const API = '/correspondence/api/v1';
/**
 * An upload's own limit, of which its bytes have one second for each million. It lies above what the gateway gives a
 * deposit, DEPOSIT_TIMEOUT_MS and the same for its bytes, so that a letter is given up in one place.
 */
const MOST_DEPOSIT_TIMEOUT_MS = 600_000;
const SLOWEST_BYTES_PER_MS = 1_000;
const NOT_FOUND = 1001;
const DUPLICATE_KEY = 1034;

/** The Correspondence API as a sender uses it. No domain types. */
export class AltinnClient {
  constructor(private readonly calls: AltinnCalls) {}

  /** The id of the new attachment. */
  createAttachment(
    { owner }: Owned,
    metadata: AttachmentMetadata,
    signal: AbortSignal,
  ): Promise<Result<string, Failure>> {
    const call = post('/attachment', metadata, 'prepares', owner);
    return this.calls.read(call, signal, (body) => (typeof body === 'string' && isUuid(body) ? body : undefined));
  }

  async uploadAttachment(
    { owner }: Owned,
    attachmentId: string,
    content: { readonly size: number; readonly open: () => Readable },
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    const call: AltinnCall = {
      method: 'POST',
      path: `${API}/attachment/${attachmentId}/upload`,
      step: 'prepares',
      owner,
      contentType: 'application/octet-stream',
      contentLength: content.size,
      body: content.open,
      uploadTimeoutMs: MOST_DEPOSIT_TIMEOUT_MS + Math.ceil(content.size / SLOWEST_BYTES_PER_MS),
    };
    const uploaded = await this.calls.answer(call, signal);
    if (!uploaded.ok) return uploaded;
    return isSuccess(uploaded.value) ? ok(undefined) : err(this.calls.failure(uploaded.value, 'prepares'));
  }

  attachmentState(
    { owner }: Owned,
    attachmentId: string,
    signal: AbortSignal,
  ): Promise<Result<AttachmentState, Failure>> {
    return this.calls.read(get(`/attachment/${attachmentId}`, owner), signal, (body) => {
      if (!isJsonObject(body) || typeof body['status'] !== 'string') return undefined;
      const { status, statusText } = body as { status: string; statusText?: unknown };
      return { status, statusText: typeof statusText === 'string' ? statusText : '' };
    });
  }

  async createCorrespondence(
    { owner }: Owned,
    body: InitializeCorrespondences,
    signal: AbortSignal,
  ): Promise<Result<Initialized, Failure>> {
    const made = await this.calls.answer(post('/correspondence', body, 'handsOver', owner), signal);
    if (!made.ok) return made;
    if (!isSuccess(made.value)) {
      const isKeyUsed = altinnErrorCode(made.value) === DUPLICATE_KEY;
      return isKeyUsed ? ok({ kind: 'key-used' }) : err(this.calls.failure(made.value, 'handsOver'));
    }
    const first = firstCorrespondence(parseJson(made.value.body));
    return first === undefined ? err(unreadableAnswer('handsOver')) : ok({ kind: 'made', ...first });
  }

  /** The letter made with this key by this resource; undefined when there is none. */
  findByKey(
    resource: AltinnResource,
    idempotentKey: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly id: string | undefined }, Failure>> {
    const query = new URLSearchParams({ resourceId: resource.id, role: 'Sender', idempotentKey });
    return this.calls.read(get(`/correspondence?${query.toString()}`, resource.owner), signal, (body) => {
      if (!isJsonObject(body) || !Array.isArray(body['ids'])) return undefined;
      const id: unknown = body['ids'][0];
      if (id === undefined) return { id: undefined };
      return typeof id === 'string' && isUuid(id) ? { id } : undefined;
    });
  }

  /**
   * The body of `/details`; undefined when Altinn says itself (1001) that it does not have the letter (any more). A 404
   * of anything in front of it is a failure, and so is a success that is not an object in JSON.
   */
  async details({ owner }: Owned, id: string, signal: AbortSignal): Promise<Result<Buffer | undefined, Failure>> {
    const answer = await this.calls.answer(get(`/correspondence/${encodeURIComponent(id)}/details`, owner), signal);
    if (!answer.ok) return answer;
    if (answer.value.status === 404 && altinnErrorCode(answer.value) === NOT_FOUND) return ok(undefined);
    if (!isSuccess(answer.value)) return err(this.calls.failure(answer.value, 'prepares'));
    return isJsonObject(parseJson(answer.value.body)) ? ok(answer.value.body) : err(unreadableAnswer('prepares'));
  }
}

function get(path: string, owner: string | undefined): AltinnCall {
  return { method: 'GET', path: API + path, step: 'prepares', owner };
}

function post(path: string, body: object, step: AltinnStep, owner: string | undefined): AltinnCall {
  const text = JSON.stringify(body);
  return { method: 'POST', path: API + path, step, owner, contentType: 'application/json', body: () => text };
}

function firstCorrespondence(body: unknown): { correspondenceId: string; status: string } | undefined {
  const list: unknown = isJsonObject(body) ? body['correspondences'] : undefined;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  if (!isJsonObject(first)) return undefined;
  const { correspondenceId, status } = first as { correspondenceId?: unknown; status?: unknown };
  if (typeof correspondenceId !== 'string' || !isUuid(correspondenceId)) return undefined;
  return { correspondenceId, status: typeof status === 'string' ? status : '' };
}
