import type { Readable } from 'node:stream';
import type { FaultService } from './faults.js';
import type { AnswerFault } from './network-faults.js';

/**
 * HTTP as the simulators see it: the host (sandbox or conformance suite) owns the socket, applies the faults that are
 * the network's (slow, timeout, reset, 500, 429, drop-after-accept) and hands the rest on.
 */
export interface SimulatedRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` segments, e.g. `/dpi/messages/out/:id/statuses`. */
  readonly path: string;
  /** The fault switch that this route obeys. */
  readonly service: FaultService;
  handle(request: SimulatedRequest): Promise<SimulatedResponse>;
}

export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw body, not read yet. */
  readonly stream: Readable;
  /** Reads the whole body. */
  bytes(): Promise<Buffer>;
  text(): Promise<string>;
  /** Throws SyntaxError when it is not JSON. */
  json(): Promise<unknown>;
}

export interface SimulatedResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a stream as it comes. */
  readonly body?: string | Buffer | Readable | Readonly<Record<string, unknown>> | readonly unknown[];
  /**
   * What the host plays in place of this answer: for a fault switch that the route does not obey but a service behind
   * it, which only the simulator can tell (a mailbox behind the access point).
   */
  readonly fault?: AnswerFault;
}
