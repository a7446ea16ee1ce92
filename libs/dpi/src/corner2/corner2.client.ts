import type { Clock } from '#domain/clock.js';
import { defect, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { HttpClient, HttpRequest, HttpResponse } from '#platform/http.client.js';
import { isRecord } from '../sbd/json-shape.js';
import { corner2Failure, readFailure, transportFailure } from './dpi.errors.js';
import { multipart } from './multipart.js';

/** A message ready to post. */
export interface OutgoingMessage {
  readonly jws: string;
  readonly package: readonly Buffer[];
}

export type PostOutcome =
  | { readonly kind: 'accepted' }
  /** 400: invalid, or the message id is used already; the statuses tell which. */
  | { readonly kind: 'refused'; readonly failure: Failure };

export interface MessageStatus {
  readonly status: 'OPPRETTET' | 'SENDT' | 'FEILET';
  readonly description?: string;
  readonly at?: Date;
}

export interface StatusAnswer {
  readonly statuses: readonly MessageStatus[];
  readonly raw: Buffer;
}

export interface IncomingMessage {
  /** JWS compact, as it came. */
  readonly jws: string;
  /** Last segment of downloadurl: what the message is called when it is marked as read. */
  readonly downloadId: string | undefined;
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

  /** 201 is the answer of the API; any 2xx means that the message is taken. */
  async post(message: OutgoingMessage, token: string, signal: AbortSignal): Promise<Result<PostOutcome, Failure>> {
    const body = multipart([
      {
        name: 'forretningsmelding',
        fileName: 'sbd.jwt',
        mediaType: 'application/jwt',
        pieces: [Buffer.from(message.jws, 'ascii')],
      },
      { name: 'dokumentpakke', fileName: 'asic.cms', mediaType: 'application/cms', pieces: message.package },
    ]);
    const answer = await this.call({
      method: 'POST',
      url: `${this.settings.baseUrl}/messages/out?kanal=${encodeURIComponent(this.settings.kanal)}`,
      headers: { ...bearer(token), 'content-type': body.contentType, 'content-length': String(body.contentLength) },
      body: body.pieces(),
      signal,
    });
    if (!answer.ok) return answer;
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
    if (list === undefined) return err(UNREADABLE_ANSWER);
    return ok({ statuses: list.flatMap(toStatus), raw: answer.value.body });
  }

  /** Unread messages of this kanal, oldest first. Items that are not messages are left out, as the peers learned to do. */
  async incoming(
    limit: number,
    token: string,
    signal: AbortSignal,
  ): Promise<Result<readonly IncomingMessage[], Failure>> {
    const query = `?kanal=${encodeURIComponent(this.settings.kanal)}&page_size=${String(limit)}`;
    const answer = await this.read(`/messages/in${query}`, token, signal);
    if (!answer.ok) return answer;
    if (answer.value.status === 204) return ok([]);
    if (answer.value.status !== 200) return err(readFailure(corner2Failure(answer.value, this.clock.now())));
    const list = parseList(answer.value.body);
    return list === undefined ? err(UNREADABLE_ANSWER) : ok(list.flatMap(toMessage));
  }

  /** 404 means that it is gone from the queue already. */
  async markRead(id: string, token: string, signal: AbortSignal): Promise<Result<void, Failure>> {
    const url = `${this.settings.baseUrl}/messages/in/${encodeURIComponent(id)}/read`;
    const answer = await this.call({ method: 'POST', url, headers: bearer(token), signal });
    if (!answer.ok) return err(readFailure(answer.error));
    if (isSuccess(answer.value) || answer.value.status === 404) return ok(undefined);
    return err(readFailure(corner2Failure(answer.value, this.clock.now())));
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

const UNREADABLE_ANSWER = defect(
  'DPI_UNEXPECTED_ANSWER',
  'The access point answered with a body that its API does not have.',
);

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, accept: 'application/json' };
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

function toStatus(item: unknown): MessageStatus[] {
  if (!isRecord(item)) return [];
  const status = STATUS_WORDS.find((word) => word === item['status']);
  if (status === undefined) return [];
  const { beskrivelse, timestamp } = item;
  const at = typeof timestamp === 'string' ? new Date(timestamp) : undefined;
  return [
    {
      status,
      ...(typeof beskrivelse === 'string' ? { description: beskrivelse } : {}),
      ...(at === undefined || Number.isNaN(at.getTime()) ? {} : { at }),
    },
  ];
}

function toMessage(item: unknown): IncomingMessage[] {
  if (!isRecord(item) || typeof item['forretningsmelding'] !== 'string') return [];
  const url = item['downloadurl'];
  const downloadId = typeof url === 'string' ? /\/([\w-]+)\/?(?:\?.*)?$/.exec(url)?.[1] : undefined;
  return [{ jws: item['forretningsmelding'], downloadId }];
}
