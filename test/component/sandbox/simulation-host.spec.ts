import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultMode } from '#channels/simulation/faults.js';
import type { SimulatedRoute } from '#channels/simulation/simulated-http.js';
import { startSimulator, type RunningSimulator } from '#channels/simulation/start-simulator.js';

let simulator: RunningSimulator;
let handled: string[];

function routes(): readonly SimulatedRoute[] {
  return [
    {
      method: 'POST',
      path: '/krr/persons/:id',
      service: 'krr',
      handle: async ({ params, query, json }) => {
        handled.push(String(params['id']));
        return { status: 201, body: { id: params['id'], q: query.get('q'), body: await json() } };
      },
    },
    { method: 'GET', path: '/krr/text', service: 'krr', handle: () => Promise.resolve({ status: 200, body: 'tekst' }) },
    {
      method: 'GET',
      path: '/krr/broken',
      service: 'krr',
      handle: () => Promise.reject(new Error('a defect')),
    },
  ];
}

beforeEach(async () => {
  handled = [];
  simulator = await startSimulator(() => ({ routes: routes() }), { slowDelayMs: 50 });
});

afterEach(async () => {
  await simulator.stop();
});

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** Rejects with the socket's error code when no answer comes. */
function call(method: string, path: string, body = '{}', timeoutMs = 1_000): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(simulator.baseUrl + path, { method, timeout: timeoutMs, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        resolve({
          status: incoming.statusCode ?? 0,
          type: incoming.headers['content-type'],
          retryAfter: incoming.headers['retry-after'],
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('TIMED_OUT')));
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(error.code ?? error.message));
    });
    outgoing.end(method === 'GET' ? undefined : body);
  });
}

function fault(mode: FaultMode): void {
  simulator.faults.set({ service: 'krr', mode, rate: 1, count: 1 });
}

describe('the simulation host', () => {
  it('hands path parameters, query and body to the route', async () => {
    const answer = await call('POST', '/krr/persons/7?q=x', '{"a":1}');
    expect(answer.status).toBe(201);
    expect(answer.type).toBe('application/json');
    expect(JSON.parse(answer.body)).toEqual({ id: '7', q: 'x', body: { a: 1 } });
  });

  it('sends strings as text', async () => {
    expect(await call('GET', '/krr/text')).toMatchObject({
      status: 200,
      type: 'text/plain; charset=utf-8',
      body: 'tekst',
    });
  });

  it.each([
    ['an unknown path', 'GET', '/nowhere', 404],
    ['an unknown method', 'DELETE', '/krr/text', 405],
    ['a defect of the simulator', 'GET', '/krr/broken', 500],
  ])('answers %s with a problem document', async (_label, method, path, status) => {
    const answer = await call(method, path);
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
  });

  it('answers a body that is not JSON with 400', async () => {
    expect((await call('POST', '/krr/persons/7', '{')).status).toBe(400);
  });

  it('slow: answers later', async () => {
    fault('slow');
    const before = performance.now();
    expect((await call('POST', '/krr/persons/7')).status).toBe(201);
    expect(performance.now() - before).toBeGreaterThanOrEqual(45);
  });

  it('timeout: never answers and never handles', async () => {
    fault('timeout');
    await expect(call('POST', '/krr/persons/7', '{}', 100)).rejects.toThrow('TIMED_OUT');
    expect(handled).toEqual([]);
  });

  it('reset: drops the connection before handling', async () => {
    fault('reset');
    await expect(call('POST', '/krr/persons/7')).rejects.toThrow('ECONNRESET');
    expect(handled).toEqual([]);
  });

  it('drop-after-accept: handles, then drops the connection', async () => {
    fault('drop-after-accept');
    await expect(call('POST', '/krr/persons/7')).rejects.toThrow('ECONNRESET');
    expect(handled).toEqual(['7']);
  });

  it('error-429: says when to come back', async () => {
    fault('error-429');
    expect(await call('POST', '/krr/persons/7')).toMatchObject({ status: 429, retryAfter: '2' });
  });

  it('error-500: and behaves again when the count is used up', async () => {
    fault('error-500');
    expect((await call('POST', '/krr/persons/7')).status).toBe(500);
    expect((await call('POST', '/krr/persons/7')).status).toBe(201);
  });
});
