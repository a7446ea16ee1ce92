import { pipeline, Readable } from 'node:stream';
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import { HttpClient, type HttpClientOptions, type HttpRequest } from '#platform/http.client.js';
import { Metrics } from '#platform/metrics.js';
import { showCircuits } from '#platform/provider-gates.js';
import { TransportError } from '#platform/transport-error.js';
import { failureOf, ServedClient } from '../../support/served-client.js';

let served: ServedClient | undefined;
let client: HttpClient | undefined;

async function serve(listener: RequestListener, options: Partial<HttpClientOptions> = {}): Promise<string> {
  served = await ServedClient.start(listener, options, 'person/20914695016');
  client = served.client;
  return served.url;
}

describe('HttpClient', () => {
  afterEach(() => served?.stop());

  it('answers every status, and never throws for one', async () => {
    const url = await serve((_request, response) => response.writeHead(503, { 'retry-after': '7' }).end('busy'));
    const response = await client?.request({ method: 'GET', url });
    expect(response).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
    expect(response?.body.toString()).toBe('busy');
  });

  it('sends an iterable as it comes, with the length it was given', async () => {
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () =>
        response.end(`${request.headers['content-length'] ?? 'chunked'} ${Buffer.concat(chunks).toString()}`),
      );
    });
    async function* parts(): AsyncGenerator<Buffer> {
      yield Buffer.from('head ');
      yield await Promise.resolve(Buffer.from('tail'));
    }
    const response = await client?.request({ method: 'POST', url, headers: { 'content-length': '9' }, body: parts() });
    expect(response?.body.toString()).toBe('9 head tail');
  });

  it('knows that a refused connection sent nothing', async () => {
    client = new HttpClient();
    const error = await failureOf(client.request({ method: 'GET', url: 'http://127.0.0.1:1/' }));
    expect(error).toMatchObject({ sent: 'no', code: 'ECONNREFUSED' });
  });

  it.each<[name: string, listener: RequestListener]>([
    ['a reset after the request', (request) => request.socket.destroy()],
    ['no answer in time', () => undefined],
    [
      'an answer broken off',
      (_request, response) =>
        response.writeHead(200, { 'content-length': '10' }).write('half', () => response.destroy()),
    ],
  ])('takes %s as maybe sent, and shows no path', async (_name, listener) => {
    const url = await serve(listener, { headersTimeoutMs: 200 });
    const error = await failureOf(client?.request({ method: 'POST', url, body: 'x' }) ?? Promise.resolve());
    expect(error.sent).toBe('maybe');
    expect(error.message).not.toContain('20914695016');
  });

  it('stops reading an answer that is larger than allowed', async () => {
    const url = await serve((_request, response) => response.end(Buffer.alloc(4096)), { maxResponseBytes: 1024 });
    const error = await failureOf(client?.request({ method: 'GET', url }) ?? Promise.resolve());
    expect(error.code).toBe('UND_ERR_RES_EXCEEDED_MAX_SIZE');
  });

  it('does not begin an answer that says that it is larger than allowed', async () => {
    let closed = false;
    const url = await serve(
      (request, response) => {
        request.socket.once('close', () => (closed = true));
        response.writeHead(200, { 'content-length': '4096' }).write('only the beginning is sent');
      },
      { maxResponseBytes: 1024 },
    );
    const error = await failureOf(client?.request({ method: 'GET', url }) ?? Promise.resolve());
    expect(error.code).toBe('UND_ERR_RES_EXCEEDED_MAX_SIZE');
    await eventually('the socket is closed', () => (closed ? true : undefined));
  });

  it('closes the socket on an endless answer, of which little can have been sent', async () => {
    let sent = 0;
    let closed = false;
    const chunk = Buffer.alloc(64 * 1024);
    const endless = function* (): Generator<Buffer> {
      for (; sent < 2 ** 31; sent += chunk.length) yield chunk;
    };
    const url = await serve(
      (_request, response) => {
        response.once('close', () => (closed = true));
        pipeline(Readable.from(endless()), response, () => undefined);
      },
      { maxResponseBytes: 1024 * 1024 },
    );
    const error = await failureOf(client?.request({ method: 'GET', url }) ?? Promise.resolve());
    expect(error.code).toBe('UND_ERR_RES_EXCEEDED_MAX_SIZE');
    await eventually('the socket is closed', () => (closed ? true : undefined));
    // What is allowed, and what the sockets' buffers hold.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  it('ends an answer that drips, though no other time-out runs out', async () => {
    let dripping: NodeJS.Timeout | undefined;
    const url = await serve(
      (_request, response) => {
        response.writeHead(200);
        dripping = setInterval(() => response.write('.'), 20);
      },
      { bodyTimeoutMs: 2_000, totalTimeoutMs: 200 },
    );
    const error = await failureOf(client?.request({ method: 'GET', url }) ?? Promise.resolve());
    clearInterval(dripping);
    expect(error).toMatchObject({ code: 'TOTAL_TIMEOUT', sent: 'maybe' });
  });

  it('gives a call the time that it asks for itself', async () => {
    const url = await serve((_request, response) => setTimeout(() => response.end(), 150), { totalTimeoutMs: 50 });
    expect(await client?.request({ method: 'GET', url, totalTimeoutMs: 2_000 })).toMatchObject({ status: 200 });
    expect(await failureOf(client?.request({ method: 'GET', url }) ?? Promise.resolve())).toMatchObject({
      code: 'TOTAL_TIMEOUT',
    });
  });

  it('does not count the wait for a socket as time of the call', async () => {
    // Together longer than one may take, each by itself far from it.
    const url = await serve(
      (_request, response) => {
        setTimeout(() => response.end(), 400);
      },
      { connections: 1, totalTimeoutMs: 1_200 },
    );
    const call = async (): Promise<number | undefined> => (await client?.request({ method: 'GET', url }))?.status;
    expect(await Promise.all([call(), call(), call(), call()])).toEqual([200, 200, 200, 200]);
  });

  it('lets nobody wait longer for a socket than they want to, and then has sent nothing', async () => {
    let calls = 0;
    const url = await serve(() => (calls += 1), { connections: 1 });
    const caller = new AbortController();
    const first = failureOf(client?.request({ method: 'GET', url, signal: caller.signal }) ?? Promise.resolve());
    await eventually('the first call', () => (calls === 1 ? true : undefined));
    const second = failureOf(
      client?.request({ method: 'GET', url, signal: AbortSignal.timeout(50) }) ?? Promise.resolve(),
    );
    expect(await second).toMatchObject({ sent: 'no', code: 'ABORT_ERR' });
    caller.abort();
    expect(await first).toMatchObject({ sent: 'maybe' });
    expect(calls).toBe(1);
  });

  it('does not ask for compression', async () => {
    const url = await serve((request, response) => response.end(request.headers['accept-encoding'] ?? 'none'));
    const response = await client?.request({ method: 'GET', url });
    expect(response?.body.toString()).toBe('none');
  });

  describe('with a provider that fails on end', () => {
    // Long enough for the calls that must be refused, on a machine that is busy.
    const circuit = { failuresToOpen: 3, halfOpenAfterMs: 1_000 };
    const arrived: string[] = [];
    let status = 503;

    /** `name` tells the call in `arrived`. */
    const get = async (url: string, name: string, limits: Partial<HttpRequest> = {}): Promise<string> => {
      const request = { ...limits, method: 'GET', url: `${url}?${name}` } as const;
      const answer = await client?.request(request).catch((error: unknown) => error as TransportError);
      return answer instanceof TransportError ? answer.code : String(answer?.status);
    };
    const provider = async (options: Partial<HttpClientOptions> = {}): Promise<string> => {
      arrived.length = 0;
      return serve(
        (request, response) => {
          arrived.push(request.url?.split('?')[1] ?? '');
          if (status === 0) response.destroy();
          else if (status > 0) response.writeHead(status).end();
        },
        { circuit, provider: 'test-provider', ...options },
      );
    };

    it.each<[what: string, failing: number, told: string, limits: () => Partial<HttpRequest>]>([
      ['503', 503, '503', () => ({})],
      ['no answer', 0, 'UND_ERR_SOCKET', () => ({})],
      ['silence', -1, 'TOTAL_TIMEOUT', () => ({ totalTimeoutMs: 50 })],
      ['silence that the caller ends', -1, 'TimeoutError', () => ({ signal: AbortSignal.timeout(50) })],
    ])(
      'leaves it alone after %s, and calls it again when a probe was answered',
      async (_what, failing, told, limits) => {
        status = failing;
        const url = await provider();
        for (let call = 0; call < 3; call += 1) expect(await get(url, 'fails', limits())).toBe(told);
        expect([await get(url, 'early'), await get(url, 'early')]).toEqual(['CIRCUIT_OPEN', 'CIRCUIT_OPEN']);
        status = 200;
        await eventually('the probe', async () => ((await get(url, 'probe')) === '200' ? true : undefined));
        expect(await get(url, 'well')).toBe('200');
        expect(arrived.filter((name) => name !== 'fails')).toEqual(['probe', 'well']);
      },
    );

    it('is not led astray by refusals, throttling or callers who give up', async () => {
      const url = await provider();
      for (const harmless of [400, 404, 429, 422, 429]) {
        status = harmless;
        expect(await get(url, 'refused')).toBe(String(harmless));
      }
      status = -1;
      for (const [index, reason] of [undefined, new Error('the app ends'), 'enough', undefined].entries()) {
        const caller = new AbortController();
        const call = get(url, `given-up-${String(index)}`, { signal: caller.signal });
        await eventually('the call', () => arrived.find((name) => name.endsWith(String(index))));
        caller.abort(reason);
        expect(await call).not.toBe('CIRCUIT_OPEN');
      }
      status = 200;
      expect(await get(url, 'well')).toBe('200');
    });

    it('does not make the calls that wait for a socket when it opens', async () => {
      status = -1;
      const url = await provider({ connections: 1, totalTimeoutMs: 50 });
      const answers = await Promise.all(Array.from({ length: 8 }, (_, call) => get(url, String(call))));
      expect(answers.map((answer) => answer === 'CIRCUIT_OPEN')).toEqual(
        Array.from({ length: 8 }, (_, call) => call >= 3),
      );
      expect(arrived.filter((name) => Number(name) >= 3)).toEqual([]);
    });

    it('shows it in the metrics while it lasts, and keeps other servers out of it', async () => {
      const metrics = new Metrics('test');
      showCircuits(metrics);
      const shown = async (): Promise<readonly string[]> =>
        (await metrics.registry.metrics()).match(/(?<=^mf_provider_circuit_open).*/gm) ?? [];
      status = 500;
      const url = await provider();
      for (let call = 0; call < 3; call += 1) await get(url, 'fails');
      expect(await shown()).toEqual(['{provider="test-provider",app="test"} 1']);
      expect(await get(url.replace('127.0.0.1', 'localhost'), 'other')).not.toBe('CIRCUIT_OPEN');
      await client?.close();
      expect(await shown()).toEqual([]);
    });
  });

  it('gives up at once when its caller does', async () => {
    const url = await serve(() => undefined);
    const error = await failureOf(
      client?.request({ method: 'GET', url, signal: AbortSignal.abort() }) ?? Promise.resolve(),
    );
    expect(error.name).toBe('TransportError');
  });
});
