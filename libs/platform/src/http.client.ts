import { Agent, errors, type Dispatcher } from 'undici';
import type { Readable } from 'node:stream';
import { traced } from './tracing.js';
import { TransportError } from './transport-error.js';

/**
 * The one HTTP client. undici `request` with an Agent per provider (a slow provider cannot take another's sockets);
 * every call has three time-outs (connect, headers, body) and follows the caller's signal. It never throws for a
 * status code: the adapter's error table decides what a status means.
 */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes are sent with a content-length, a stream or iterable chunked unless the header is given. */
  readonly body?: string | Buffer | Readable | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, at most `maxResponseBytes`. */
  readonly body: Buffer;
}

export interface HttpClientOptions {
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** Sockets to this provider: its bulkhead. */
  readonly connections: number;
  readonly maxResponseBytes: number;
}

export const DEFAULT_HTTP_OPTIONS: HttpClientOptions = {
  connectTimeoutMs: 5_000,
  headersTimeoutMs: 15_000,
  bodyTimeoutMs: 15_000,
  connections: 32,
  maxResponseBytes: 32 * 1024 * 1024,
};

export class HttpClient {
  private readonly agent: Agent;
  private readonly options: HttpClientOptions;

  constructor(options: Partial<HttpClientOptions> = {}) {
    this.options = { ...DEFAULT_HTTP_OPTIONS, ...options };
    this.agent = new Agent({
      connect: { timeout: this.options.connectTimeoutMs },
      headersTimeout: this.options.headersTimeoutMs,
      bodyTimeout: this.options.bodyTimeoutMs,
      connections: this.options.connections,
      keepAliveTimeout: 10_000,
    });
  }

  /** Throws TransportError when there is no complete answer. */
  async request(request: HttpRequest): Promise<HttpResponse> {
    const url = new URL(request.url);
    const attributes = {
      'http.request.method': request.method,
      'server.address': url.hostname,
      'server.port': url.port,
    };
    return traced(`HTTP ${request.method}`, attributes, async (addAttributes) => {
      const response = await this.send(request, url);
      addAttributes({ 'http.response.status_code': response.status });
      return response;
    });
  }

  async close(): Promise<void> {
    await this.agent.close();
  }

  private async send(request: HttpRequest, url: URL): Promise<HttpResponse> {
    try {
      const response = await this.agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: { ...request.headers },
        body: (request.body ?? null) as Dispatcher.DispatchOptions['body'] & (string | Buffer | Readable | null),
        signal: request.signal ?? null,
      });
      return {
        status: response.statusCode,
        headers: flatten(response.headers),
        body: await this.readBody(response.body),
      };
    } catch (cause) {
      throw toTransportError(cause, `${request.method} ${url.origin}`);
    }
  }

  private async readBody(body: AsyncIterable<Buffer>): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > this.options.maxResponseBytes) throw new errors.ResponseExceededMaxSizeError();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
  }
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** Errors raised before a byte of the request can have reached the provider. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function toTransportError(cause: unknown, target: string): TransportError {
  if (cause instanceof TransportError) return cause;
  const code = codeOf(cause);
  return new TransportError(NEVER_SENT.has(code) ? 'no' : 'maybe', code, target, { cause });
}

function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return 'UNKNOWN';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  if ('name' in cause && typeof cause.name === 'string') return cause.name;
  return 'UNKNOWN';
}
