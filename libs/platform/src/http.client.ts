import { Agent, errors } from 'undici';
import type { Readable } from 'node:stream';
import { CallBody, type Body } from './call-body.js';
import { CallDeadline } from './call-deadline.js';
import { DEFAULT_CIRCUIT, type CallOutcome, type CircuitOptions } from './circuit-breaker.js';
import { ProviderGates } from './provider-gates.js';
import { traced } from './tracing.js';
import { TransportError } from './transport-error.js';

/**
 * The one HTTP client. undici `request` with an Agent per provider (a slow provider cannot take another's sockets);
 * every call has four time-outs (connect, headers, body, and all of it) and follows the caller's signal. It never
 * throws for a status code: the adapter's error table decides what a status means. A provider that fails on end, by
 * 5xx or without an answer, is left alone for some seconds (circuit-breaker.ts): calls then throw a TransportError
 * `CIRCUIT_OPEN` of which nothing was sent. Silence counts whoever's time-out ends it, the client's or the caller's (a
 * signal with a TimeoutError for a reason); a caller's other reasons and a body that breaks off do not. Compressed answers are not asked for: a small one could become any size.
 */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes are sent with a content-length, a stream or iterable chunked unless the header is given. */
  readonly body?: Body;
  readonly signal?: AbortSignal;
  /** Instead of the client's own, for an upload among small calls. */
  readonly totalTimeoutMs?: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, at most `maxResponseBytes`. */
  readonly body: Buffer;
}

export interface HttpClientOptions {
  /** Name in metrics, e.g. `krr`; without one the client is not in them. */
  readonly provider?: string;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** The whole call, from when it got a socket. */
  readonly totalTimeoutMs: number;
  /** Sockets to each server of this provider: its bulkhead. */
  readonly connections: number;
  /** An answer that is larger is not read on, and its socket closed. */
  readonly maxResponseBytes: number;
  readonly circuit: CircuitOptions;
}

export const DEFAULT_HTTP_OPTIONS: HttpClientOptions = {
  connectTimeoutMs: 5_000,
  headersTimeoutMs: 15_000,
  bodyTimeoutMs: 15_000,
  totalTimeoutMs: 60_000,
  connections: 32,
  maxResponseBytes: 32 * 1024 * 1024,
  circuit: DEFAULT_CIRCUIT,
};

/** `code` of the TransportError of an answer above `maxResponseBytes`: undici's own. */
export const ANSWER_TOO_LARGE = 'UND_ERR_RES_EXCEEDED_MAX_SIZE';

/** `code` of the TransportError of a call whose body broke off; its cause is the body's own error. */
const BODY_FAILED = 'BODY_FAILED';

export class HttpClient {
  private readonly agent: Agent;
  private readonly options: HttpClientOptions;
  private readonly gates: ProviderGates;

  constructor(options: Partial<HttpClientOptions> = {}) {
    this.options = { ...DEFAULT_HTTP_OPTIONS, ...options };
    this.agent = new Agent({
      connect: { timeout: this.options.connectTimeoutMs },
      headersTimeout: this.options.headersTimeoutMs,
      bodyTimeout: this.options.bodyTimeoutMs,
      connections: this.options.connections,
      maxResponseSize: this.options.maxResponseBytes,
      keepAliveTimeout: 10_000,
    });
    this.gates = new ProviderGates(this.options.circuit, this.options.connections, this.options.provider);
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
    this.gates.close();
    await this.agent.close();
  }

  private async send(request: HttpRequest, url: URL): Promise<HttpResponse> {
    const target = `${request.method} ${url.origin}`;
    const { circuit, bulkhead } = this.gates.of(url.origin);
    const body = new CallBody(request.body);
    try {
      if (!(await bulkhead.enter(request.signal, body.failed))) throw notSent(body, target);
      try {
        const admission = circuit.admit();
        if (admission === undefined) throw new TransportError('no', 'CIRCUIT_OPEN', target);
        let outcome: CallOutcome = 'unknown';
        try {
          const response = await this.exchange(request, url, body);
          outcome = response.status >= 500 ? 'down' : 'up';
          return response;
        } catch (cause) {
          outcome = outcomeOf(cause, request.signal, body);
          throw toTransportError(cause, body, target);
        } finally {
          circuit.settle(admission, outcome);
        }
      } finally {
        bulkhead.leave();
      }
    } finally {
      body.close();
    }
  }

  private async exchange(request: HttpRequest, url: URL, body: CallBody): Promise<HttpResponse> {
    const deadline = new CallDeadline(request.totalTimeoutMs ?? this.options.totalTimeoutMs, request.signal);
    try {
      const response = await this.agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: { ...request.headers },
        body: body.open(),
        signal: deadline.signal,
      });
      const headers = flatten(response.headers);
      return { status: response.statusCode, headers, body: await this.readBody(response.body, headers) };
    } finally {
      deadline.clear();
    }
  }

  /** The agent ends an answer that grows too large; one that says so beforehand is not begun. */
  private async readBody(body: Readable, headers: Readonly<Record<string, string>>): Promise<Buffer> {
    if (Number(headers['content-length'] ?? 0) > this.options.maxResponseBytes) {
      body.on('error', () => undefined).destroy();
      throw new errors.ResponseExceededMaxSizeError();
    }
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
}

/** The call ended while it waited for a socket. */
function notSent(body: CallBody, target: string): TransportError {
  const { failed } = body;
  return failed.aborted
    ? new TransportError('no', BODY_FAILED, target, { cause: failed.reason })
    : new TransportError('no', 'ABORT_ERR', target);
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

function outcomeOf(cause: unknown, signal: AbortSignal | undefined, body: CallBody): CallOutcome {
  if (body.failed.aborted || isOurFault(cause)) return 'unknown';
  return signal?.aborted !== true || nameOf(signal.reason) === 'TimeoutError' ? 'down' : 'unknown';
}

/** undici refuses to send it, or to end it. */
function isOurFault(cause: unknown): boolean {
  return cause instanceof errors.InvalidArgumentError || cause instanceof errors.RequestContentLengthMismatchError;
}

function toTransportError(cause: unknown, body: CallBody, target: string): TransportError {
  // Not by the code of its error: a file or another server, too, can be ENOENT or ECONNREFUSED.
  if (body.failed.aborted) return new TransportError('maybe', BODY_FAILED, target, { cause: body.failed.reason });
  const code = codeOf(cause);
  return new TransportError(NEVER_SENT.has(code) ? 'no' : 'maybe', code, target, { cause });
}

function codeOf(cause: unknown): string {
  const hasCode = typeof cause === 'object' && cause !== null && 'code' in cause;
  return hasCode && typeof cause.code === 'string' ? cause.code : nameOf(cause);
}

function nameOf(error: unknown): string {
  const hasName = typeof error === 'object' && error !== null && 'name' in error;
  return hasName && typeof error.name === 'string' ? error.name : 'UNKNOWN';
}
