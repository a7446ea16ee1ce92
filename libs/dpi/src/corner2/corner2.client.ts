import type { Clock } from '#domain/clock.js';
import { defect, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { HttpClient, HttpRequest, HttpResponse } from '#platform/http.client.js';
import { TransportError } from '#platform/transport-error.js';
import type { SealedPackage } from '../package/cms.encrypter.js';
import { isRecord } from '../sbd/json-shape.js';
import { corner2Failure, packageFailure, readFailure, transportFailure } from './dpi.errors.js';
import { toInboxItem } from './inbox-item.js';
import type { InboxPage, PageRequest } from './inbox-queue.js';
import { multipart, type MultipartPart } from './multipart.js';
import { WatchedBody } from './watched-body.js';

/**
 * An upload's own limit: the most that DEPOSIT_TIMEOUT_MS can be, and a second for each million bytes, which is what the
 * gateway gives a deposit for its bytes. So its caller's signal ends it before, and a letter is given up in one place.
 */
const MOST_DEPOSIT_TIMEOUT_MS = 600_000;
const SLOWEST_BYTES_PER_MS = 1_000;

/** A message ready to post. */
export interface OutgoingMessage {
  readonly jws: string;
  readonly package: Pick<SealedPackage, 'size' | 'pieces'>;
}

export type PostOutcome =
  | { readonly kind: 'accepted' }
  /** 400: invalid, or the message id is used already; the statuses tell which. */
  | { readonly kind: 'refused'; readonly failure: Failure };

export interface MessageStatus {
  /** `OTHER`: a word that the API did not have, or has no more (MOTTATT); the access point has the message all the same. */
  readonly status: (typeof STATUS_WORDS)[number] | 'OTHER';
  readonly at?: Date;
}

export interface StatusAnswer {
  readonly statuses: readonly MessageStatus[];
  readonly raw: Buffer;
}

export interface Corner2Settings {
  /** Without a slash at the end, e.g. `https://edi.edigard.com/api/v2/dpi`. */
  readonly baseUrl: string;
  /** Receipts come back under the kanal that a message was sent with. */
  readonly kanal: string;
}

const STATUS_WORDS = ['OPPRETTET', 'SENDT', 'FEILET'] as const;

/** The corner-2 REST API (DPI reference 1.4). Every call carries the token of the organisation it is made for. */
export class Corner2Client {
  constructor(
    private readonly http: HttpClient,
    private readonly settings: Corner2Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * 201 is the answer of the API; any 2xx means that the message is taken. A package that fails while it is being sent
   * is not ambiguous, although bytes have left us: its length was announced and not reached, so there never was a
   * complete request that the access point could have accepted.
   */
  async post(message: OutgoingMessage, token: string, signal: AbortSignal): Promise<Result<PostOutcome, Failure>> {
    const body = multipart(partsOf(message));
    const sending = new WatchedBody(body.pieces());
    const answer = await this.call({
      method: 'POST',
      url: `${this.settings.baseUrl}/messages/out?kanal=${encodeURIComponent(this.settings.kanal)}`,
      headers: { ...bearer(token), 'content-type': body.contentType, 'content-length': String(body.contentLength) },
      body: sending,
      signal,
      totalTimeoutMs: MOST_DEPOSIT_TIMEOUT_MS + Math.ceil(body.contentLength / SLOWEST_BYTES_PER_MS),
    });
    if (!answer.ok) return sending.failed === undefined ? answer : err(packageFailure(sending.failed.reason));
    if (isSuccess(answer.value)) return ok({ kind: 'accepted' });
    const failure = corner2Failure(answer.value, this.clock.now());
    return answer.value.status === 400 ? ok({ kind: 'refused', failure }) : err(failure);
  }

  /** Oldest first; empty when the access point does not know the message. */
  async statuses(messageId: string, token: string, signal: AbortSignal): Promise<Result<StatusAnswer, Failure>> {
    const answer = await this.read(`/messages/out/${encodeURIComponent(messageId)}/statuses`, token, signal);
    if (!answer.ok) return answer;
    if (answer.value.status === 204 || answer.value.status === 404) return ok({ statuses: [], raw: answer.value.body });
    if (answer.value.status !== 200) return err(readFailure(corner2Failure(answer.value, this.clock.now())));
    const list = parseList(answer.value.body);
    const statuses = list?.flatMap(toStatus) ?? [];
    // Only an empty list says that the message is not there; then it is sent again.
    if (list === undefined || (statuses.length === 0 && list.length > 0)) return err(UNREADABLE_ANSWER);
    return ok({ statuses, raw: answer.value.body });
  }

  /** Unread messages of this kanal, oldest first, whatever they are. */
  async incoming(request: PageRequest, token: string, signal: AbortSignal): Promise<Result<InboxPage, Failure>> {
    const page = request.page === undefined ? '' : `&page=${String(request.page)}`;
    const query = `?kanal=${encodeURIComponent(this.settings.kanal)}&page_size=${String(request.size)}${page}`;
    const answer = await this.read(`/messages/in${query}`, token, signal);
    if (!answer.ok) return isTooLong(answer.error) ? ok({ kind: 'unreadable' }) : answer;
    if (answer.value.status === 204) return ok({ kind: 'items', items: [] });
    if (answer.value.status !== 200) return err(readFailure(corner2Failure(answer.value, this.clock.now())));
    const list = parseList(answer.value.body);
    if (list !== undefined) return ok({ kind: 'items', items: list.map(toInboxItem) });
    // The beginning of a list: one of its items breaks it. All else is no list at all, such as a maintenance page.
    return answer.value.body.toString('latin1', 0, 100).trimStart().startsWith('[')
      ? ok({ kind: 'unreadable' })
      : err(UNREADABLE_ANSWER);
  }

  /** 404 means that it is gone from the queue already. */
  async markRead(id: string, token: string, signal: AbortSignal): Promise<Result<void, Failure>> {
    const url = `${this.settings.baseUrl}/messages/in/${encodeURIComponent(id)}/read`;
    const answer = await this.call({ method: 'POST', url, headers: bearer(token), signal });
    if (!answer.ok) return err(readFailure(answer.error));
    if (isSuccess(answer.value) || answer.value.status === 404) return ok(undefined);
    return err(readFailure(corner2Failure(answer.value, this.clock.now())));
  }

  /** Calls under way are awaited, new ones refused. */
  async close(): Promise<void> {
    await this.http.close();
  }

  private async read(path: string, token: string, signal: AbortSignal): Promise<Result<HttpResponse, Failure>> {
    const answer = await this.call({
      method: 'GET',
      url: `${this.settings.baseUrl}${path}`,
      headers: bearer(token),
      signal,
    });
    return answer.ok ? answer : err(readFailure(answer.error));
  }

  private async call(request: HttpRequest): Promise<Result<HttpResponse, Failure>> {
    try {
      return ok(await this.http.request(request));
    } catch (error) {
      return err(transportFailure(error));
    }
  }
}

function partsOf({ jws, package: dokumentpakke }: OutgoingMessage): MultipartPart[] {
  const message = Buffer.from(jws, 'ascii');
  return [
    {
      name: 'forretningsmelding',
      fileName: 'sbd.jwt',
      mediaType: 'application/jwt',
      size: message.length,
      pieces: () => [message],
    },
    {
      name: 'dokumentpakke',
      fileName: 'asic.cms',
      mediaType: 'application/cms',
      size: dokumentpakke.size,
      pieces: () => dokumentpakke.pieces(),
    },
  ];
}

const UNREADABLE_ANSWER = defect(
  'DPI_UNEXPECTED_ANSWER',
  'The access point answered with a body that its API does not have.',
);

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, accept: 'application/json' };
}

/** More bytes than the HTTP client takes into memory. */
function isTooLong({ cause }: Failure): boolean {
  return cause instanceof TransportError && cause.code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

function parseList(body: Buffer): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Its beskrivelse is free text, so it stays in the raw answer (provider-code.ts). */
function toStatus(item: unknown): MessageStatus[] {
  if (!isRecord(item) || typeof item['status'] !== 'string') return [];
  const { status, timestamp } = item;
  const at = typeof timestamp === 'string' ? new Date(timestamp) : undefined;
  return [
    {
      status: STATUS_WORDS.find((word) => word === status) ?? 'OTHER',
      ...(at === undefined || Number.isNaN(at.getTime()) ? {} : { at }),
    },
  ];
}
