import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpClient, type HttpClientOptions } from '#platform/http.client.js';
import type { TransportError } from '#platform/transport-error.js';

let server: Server | undefined;
let client: HttpClient | undefined;

async function serve(listener: RequestListener, options: Partial<HttpClientOptions> = {}): Promise<string> {
  const listening = createServer(listener);
  server = listening;
  client = new HttpClient(options);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((listening.address() as AddressInfo).port)}/person/20914695016`;
}

async function failure(call: Promise<unknown>): Promise<TransportError> {
  return call.then(
    () => {
      throw new Error('the call was answered');
    },
    (error: unknown) => error as TransportError,
  );
}

describe('HttpClient', () => {
  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
    await client?.close();
  });

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
    const error = await failure(client.request({ method: 'GET', url: 'http://127.0.0.1:1/' }));
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
    const error = await failure(client?.request({ method: 'POST', url, body: 'x' }) ?? Promise.resolve());
    expect(error.sent).toBe('maybe');
    expect(error.message).not.toContain('20914695016');
  });

  it('stops reading an answer that is larger than allowed', async () => {
    const url = await serve((_request, response) => response.end(Buffer.alloc(4096)), { maxResponseBytes: 1024 });
    const error = await failure(client?.request({ method: 'GET', url }) ?? Promise.resolve());
    expect(error.code).toBe('UND_ERR_RES_EXCEEDED_MAX_SIZE');
  });

  it('gives up at once when its caller does', async () => {
    const url = await serve(() => undefined);
    const error = await failure(
      client?.request({ method: 'GET', url, signal: AbortSignal.abort() }) ?? Promise.resolve(),
    );
    expect(error.name).toBe('TransportError');
  });
});
