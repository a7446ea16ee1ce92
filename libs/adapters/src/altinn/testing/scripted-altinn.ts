import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { OffsetClock } from '#domain/clock.js';
import { ok } from '#domain/result.js';
import type { TokenRequest } from '#maskinporten/token-provider.js';
import type { HttpRequest, HttpResponse } from '#platform/http.client.js';
import { loadConfig } from '#platform/load-config.js';
import { AltinnAdapter } from '../altinn.adapter.js';
import { AltinnCalls } from '../altinn-calls.js';
import { AltinnClient } from '../altinn.client.js';
import { AltinnConfig } from '../altinn.config.js';
import type { AltinnSockets } from '../altinn-http.js';

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** By which sockets. */
  readonly by: keyof AltinnSockets;
  readonly totalTimeoutMs: number | undefined;
}

type Answer = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> };
/** Undefined leaves it to the next, and at last to an Altinn where all is well. */
type Handler = (asked: Asked) => Answer | Promise<Answer> | undefined;

const BASE_URL = 'https://platform.example.no';
const LIFETIME_SECONDS = 1_800;

/** Altinn without a socket, whose answers a test can script; it keeps what it was asked. */
export class ScriptedAltinn {
  readonly asked: Asked[] = [];
  readonly tokenRequests: TokenRequest[] = [];
  readonly forgotten: string[] = [];
  readonly clock = new OffsetClock();
  readonly calls: AltinnCalls;
  readonly adapter: AltinnAdapter;
  private readonly handlers: { readonly call: RegExp; readonly handle: Handler }[] = [];
  private exchanges = 0;
  private maskinportenTokens = 0;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    const config = loadConfig(
      AltinnConfig,
      { ALTINN_BASE_URL: BASE_URL, ALTINN_RESOURCE_ID: 'brev', ...environment },
      'ALTINN_',
    );
    const tokens = {
      token: (request: TokenRequest) => {
        this.tokenRequests.push(request);
        this.maskinportenTokens += 1;
        return Promise.resolve(ok(`maskinporten-${String(this.maskinportenTokens)}`));
      },
      forget: (token: string) => {
        this.forgotten.push(token);
      },
    };
    this.calls = new AltinnCalls(
      { calls: this, uploads: { request: (request) => this.request(request, 'uploads') } },
      tokens,
      config,
      this.clock,
    );
    this.adapter = new AltinnAdapter(new AltinnClient(this.calls), config, this.clock);
  }

  /** `call` is compared with `METHOD /path?query`; what was added last is asked first. */
  on(call: RegExp, handle: Handler): this {
    this.handlers.unshift({ call, handle });
    return this;
  }

  /** Calls as `METHOD /path`, without the host, ids and queries. */
  trail(): readonly string[] {
    return this.asked.map(({ method, path }) =>
      `${method} ${path}`
        .replace(/\?.*/, '')
        .replace(/[0-9a-f-]{36}/g, ':id')
        .replace('/correspondence/api/v1', ''),
    );
  }

  async request(request: HttpRequest, by: keyof AltinnSockets = 'calls'): Promise<HttpResponse> {
    const url = new URL(request.url);
    const asked: Asked = {
      method: request.method,
      path: url.pathname + url.search,
      headers: request.headers ?? {},
      body: await textOf(request.body),
      by,
      totalTimeoutMs: request.totalTimeoutMs,
    };
    this.asked.push(asked);
    const line = `${asked.method} ${asked.path}`;
    for (const { call, handle } of this.handlers) {
      const answer = call.test(line) ? await handle(asked) : undefined;
      if (answer !== undefined) return toResponse(answer);
    }
    return toResponse(this.wellBehaved(line));
  }

  /** A token as Altinn's, different each time. */
  jwt(claims: object = {}): string {
    this.exchanges += 1;
    const seconds = Math.floor(this.clock.now().getTime() / 1_000);
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const body = encode({ iat: seconds, exp: seconds + LIFETIME_SECONDS, number: this.exchanges, ...claims });
    return `${encode({ alg: 'RS256' })}.${body}.signature`;
  }

  private wellBehaved(line: string): Answer {
    if (line.includes('/exchange/maskinporten')) return { status: 200, body: this.jwt() };
    if (/^POST .*\/attachment$/.test(line)) return { status: 200, body: JSON.stringify(randomUUID()) };
    if (/^POST .*\/upload$/.test(line)) return { status: 200, body: {} };
    if (/^GET .*\/attachment\//.test(line)) return { status: 200, body: { status: 'Published', statusText: '' } };
    if (/^POST .*\/correspondence$/.test(line)) {
      const made = { correspondenceId: randomUUID(), status: 'ReadyForPublish', recipient: '', notifications: null };
      return { status: 200, body: { correspondences: [made], attachmentIds: [] } };
    }
    if (/^GET .*\/correspondence\?/.test(line)) return { status: 200, body: { ids: [] } };
    if (/^GET .*\/details$/.test(line)) return { status: 200, body: { statusHistory: [] } };
    return { status: 404 };
  }
}

async function textOf(body: HttpRequest['body']): Promise<string> {
  if (body === undefined) return '';
  if (typeof body === 'string' || Buffer.isBuffer(body)) return body.toString();
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as Readable) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString();
}

function toResponse({ status, body, headers }: Answer): HttpResponse {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? ''));
  return { status, headers: headers ?? {}, body: bytes };
}
