import { Readable } from 'node:stream';
import { FaultSwitches } from '#channels/simulation/fault-switches.js';
import { FileKeys } from '#channels/simulation/file-keys.js';
import { InMemoryWorld } from '#channels/simulation/in-memory-world.js';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { OffsetClock } from '#domain/clock.js';
import type { HttpRequest, HttpResponse } from '#platform/http.client.js';
import { createSimulator } from '../maskinporten.simulator.js';

const BASE_URL = 'http://simulation';

/** The simulated Maskinporten without a socket: an HttpClient that hands requests straight to its routes. */
export class InProcessMaskinporten {
  readonly clock = new OffsetClock();
  readonly context: SimulationContext;
  /** Paths asked for, in order. */
  readonly calls: string[] = [];
  private readonly simulator;

  constructor() {
    this.context = {
      world: new InMemoryWorld(),
      clock: this.clock,
      faults: new FaultSwitches(),
      keys: new FileKeys('config/certificates'),
      baseUrl: BASE_URL,
      sftpPort: 0,
      log: () => undefined,
    };
    this.simulator = createSimulator(this.context);
  }

  readonly issuer = `${BASE_URL}/maskinporten/`;

  async request(request: HttpRequest): Promise<HttpResponse> {
    const url = new URL(request.url);
    this.calls.push(url.pathname);
    const route = this.simulator.routes.find(({ method, path }) => method === request.method && path === url.pathname);
    if (route === undefined) throw new Error(`no route ${request.method} ${url.pathname}`);
    const text = typeof request.body === 'string' ? request.body : '';
    const answer = await route.handle({
      method: request.method,
      path: url.pathname,
      params: {},
      query: url.searchParams,
      headers: request.headers ?? {},
      stream: Readable.from([text]),
      bytes: () => Promise.resolve(Buffer.from(text)),
      text: () => Promise.resolve(text),
      json: () => Promise.resolve(JSON.parse(text) as unknown),
    });
    return { status: answer.status, headers: answer.headers ?? {}, body: Buffer.from(JSON.stringify(answer.body)) };
  }
}
