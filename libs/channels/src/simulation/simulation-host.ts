import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultSource } from './faults.js';
import {
  isNetworkFault,
  NETWORK_FAULTS,
  RETRY_AFTER_SECONDS,
  SLOW_DELAY_MS,
  type AnswerFault,
  type NetworkFault,
} from './network-faults.js';
import { BodyTooLargeError, RequestBody } from './request-body.js';
import { RouteMatcher } from './route-matcher.js';
import type { SimulatedRequest, SimulatedResponse, SimulatedRoute } from './simulated-http.js';
import { simulatedProblem } from './simulated-problem.js';

/** What the host reads of a body into memory; DPI packages stay below 100 MB. */
const DEFAULT_BODY_LIMIT_BYTES = 128 * 1024 * 1024;

export interface SimulationHostOptions {
  readonly faults: FaultSource;
  log(event: string, details?: Readonly<Record<string, unknown>>): void;
  readonly bodyLimitBytes?: number;
  readonly slowDelayMs?: number;
}

/** `outcome` is the status of the answer, or the fault that was played in its place. */
export type CallObserver = (route: Pick<SimulatedRoute, 'service' | 'method' | 'path'>, outcome: string) => void;

/**
 * Answers HTTP requests from the routes of any number of simulators and plays the network's faults around them. It
 * owns no listener: the sandbox puts it in front of its own pages on one port, `startSimulator` gives it a port alone.
 */
export class SimulationHost {
  private readonly matcher = new RouteMatcher<SimulatedRoute>();
  private observer: CallObserver = () => undefined;

  constructor(private readonly options: SimulationHostOptions) {}

  add(routes: readonly SimulatedRoute[]): void {
    this.matcher.add(routes);
  }

  /** Told of every call to a route, when it is answered or spoilt. */
  observe(observer: CallObserver): void {
    this.observer = observer;
  }

  /** Whether any route has this path, with whatever method. */
  serves(path: string): boolean {
    return this.matcher.match('', path).kind !== 'not-found';
  }

  /** Never rejects: a defect of a simulator is logged and answered with 500. */
  async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = `http://simulation${message.url ?? '/'}`;
    if (!URL.canParse(target)) {
      this.write(response, simulatedProblem(400, 'Bad Request', 'The request target is not a path.'));
      return;
    }
    const url = new URL(target);
    const method = message.method ?? 'GET';
    const match = this.matcher.match(method, url.pathname);
    if (match.kind === 'not-found') {
      this.write(response, simulatedProblem(404, 'Not Found', 'The simulated services have no such path.'));
      return;
    }
    if (match.kind === 'method-not-allowed') {
      const allow = match.allowed.join(', ');
      this.write(response, simulatedProblem(405, 'Method Not Allowed', `Use ${allow}.`, { allow }));
      return;
    }
    const request = toRequest(message, url, match.params, this.options.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES);
    await this.play(match.route, request, message, response);
  }

  private async play(
    route: SimulatedRoute,
    request: SimulatedRequest,
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const mode = this.options.faults.next(route.service, NETWORK_FAULTS);
    const fault: NetworkFault | 'none' = isNetworkFault(mode) ? mode : 'none';
    switch (fault) {
      case 'drop-after-accept':
        await this.answer(route, request);
        this.spoil(route, fault, message, response);
        return;
      case 'slow':
        await delay(this.options.slowDelayMs ?? SLOW_DELAY_MS);
        await this.reply(route, request, message, response);
        return;
      case 'none':
        await this.reply(route, request, message, response);
        return;
      default:
        this.spoil(route, fault, message, response);
        return;
    }
  }

  private async reply(
    route: SimulatedRoute,
    request: SimulatedRequest,
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const answer = await this.answer(route, request);
    if (answer.fault !== undefined) {
      this.spoil(route, answer.fault, message, response);
      return;
    }
    this.observer(route, String(answer.status));
    this.write(response, answer);
  }

  private spoil(route: SimulatedRoute, fault: AnswerFault, message: IncomingMessage, response: ServerResponse): void {
    this.observer(route, fault);
    switch (fault) {
      case 'timeout':
        // Not answered on purpose; the socket is freed when the client gives up or the server closes.
        message.resume();
        return;
      case 'reset':
        message.socket.resetAndDestroy();
        return;
      case 'error-500':
        this.write(response, simulatedProblem(500, 'Internal Server Error', 'Fault switch error-500.'));
        return;
      case 'error-429':
        this.write(
          response,
          simulatedProblem(429, 'Too Many Requests', 'Fault switch error-429.', {
            'retry-after': String(RETRY_AFTER_SECONDS),
          }),
        );
        return;
      case 'drop-after-accept':
        message.socket.destroy();
        return;
    }
  }

  private async answer(route: SimulatedRoute, request: SimulatedRequest): Promise<SimulatedResponse> {
    try {
      return await route.handle(request);
    } catch (error) {
      if (request.stream.destroyed && !request.stream.readableEnded) {
        return simulatedProblem(499, 'Client Closed Request', 'The client left before its body was read.');
      }
      if (error instanceof SyntaxError) {
        return simulatedProblem(400, 'Bad Request', 'The body is not what the service can read.');
      }
      if (error instanceof BodyTooLargeError) {
        return simulatedProblem(413, 'Content Too Large', `At most ${String(error.limitBytes)} bytes.`);
      }
      this.options.log('simulator-defect', {
        service: route.service,
        route: `${route.method} ${route.path}`,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      return simulatedProblem(500, 'Internal Server Error', 'The simulator failed; its log has the reason.');
    }
  }

  private write(response: ServerResponse, answer: SimulatedResponse): void {
    if (response.destroyed) return;
    if (answer.body instanceof Readable) {
      response.writeHead(answer.status, { ...answer.headers });
      // A client that leaves, or a stream that breaks off, ends both.
      pipeline(answer.body, response, () => undefined);
      return;
    }
    const { contentType, bytes } = serialise(answer.body);
    response.writeHead(answer.status, {
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(answer.status === 204 ? {} : { 'content-length': String(bytes.length) }),
      ...answer.headers,
    });
    response.end(answer.status === 204 ? undefined : bytes);
  }
}

function serialise(body: Exclude<SimulatedResponse['body'], Readable>): { contentType?: string; bytes: Buffer } {
  if (body === undefined) return { bytes: Buffer.alloc(0) };
  if (typeof body === 'string') return { contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(body, 'utf8') };
  if (Buffer.isBuffer(body)) return { contentType: 'application/octet-stream', bytes: body };
  return { contentType: 'application/json', bytes: Buffer.from(JSON.stringify(body), 'utf8') };
}

function toRequest(
  message: IncomingMessage,
  url: URL,
  params: Readonly<Record<string, string>>,
  bodyLimitBytes: number,
): SimulatedRequest {
  const body = new RequestBody(message, bodyLimitBytes);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    params,
    query: url.searchParams,
    headers,
    stream: message,
    bytes: () => body.bytes(),
    text: () => body.text(),
    json: () => body.json(),
  };
}
