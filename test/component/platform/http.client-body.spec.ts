import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import type { HttpClient, HttpClientOptions } from '#platform/http.client.js';
import type { TransportError } from '#platform/transport-error.js';
import { failureOf, ServedClient } from '../../support/served-client.js';

const IMPATIENT = { failuresToOpen: 3, halfOpenAfterMs: 60_000 };
const takesAll: RequestListener = (request, response) => request.resume().on('end', () => response.end());

let served: ServedClient | undefined;
let client: HttpClient | undefined;

async function serve(listener: RequestListener, options: Partial<HttpClientOptions> = {}): Promise<string> {
  served = await ServedClient.start(listener, options);
  client = served.client;
  return served.url;
}

describe('HttpClient with a body that breaks off', () => {
  afterEach(() => served?.stop());

  const broken = new Error('the document cannot be read');
  const post = async (url: string, body: Readable | AsyncIterable<Uint8Array>): Promise<TransportError> =>
    failureOf(client?.request({ method: 'POST', url, body }));

  it('while its call waits for a socket, fails the call and not the process', async () => {
    let calls = 0;
    const url = await serve(() => (calls += 1), { connections: 1 });
    const caller = new AbortController();
    const first = failureOf(client?.request({ method: 'GET', url, signal: caller.signal }));
    await eventually('the first call', () => (calls === 1 ? true : undefined));
    const body = new Readable({ read: () => undefined });
    const waiting = post(url, body);
    body.destroy(broken);
    expect(await waiting).toMatchObject({ sent: 'no', code: 'BODY_FAILED', cause: broken });
    caller.abort();
    await first;
    expect(calls).toBe(1);
  });

  it('before its call, fails the call and sends nothing', async () => {
    let calls = 0;
    const url = await serve(() => (calls += 1));
    const body = new Readable({ read: () => undefined }).on('error', () => undefined).destroy(broken);
    await eventually('the error', () => (body.errored === null ? undefined : true));
    expect(await post(url, body)).toMatchObject({ sent: 'no', code: 'BODY_FAILED', cause: broken });
    expect(calls).toBe(0);
  });

  const half = async function* (error: Error): AsyncGenerator<Buffer> {
    yield await Promise.resolve(Buffer.from('half'));
    throw error;
  };
  const refused = Object.assign(new Error('from where the document lies'), { code: 'ECONNREFUSED' });

  it.each<[string, (error: Error) => Readable | AsyncIterable<Uint8Array>]>([
    ['a stream', (error) => Readable.from(half(error), { objectMode: false })],
    ['an iterable', half],
  ])('while it is sent, leaves the call ambiguous and the provider in peace (%s)', async (_what, bodyOf) => {
    const url = await serve(takesAll, { circuit: IMPATIENT });
    for (let call = 0; call < 10; call += 1) {
      expect(await post(url, bodyOf(refused))).toMatchObject({ sent: 'maybe', code: 'BODY_FAILED', cause: refused });
    }
    expect(await client?.request({ method: 'GET', url })).toMatchObject({ status: 200 });
  });

  it('without an error, does not wait for the rest', async () => {
    const url = await serve((request) => request.resume());
    const body = new Readable({ read: () => undefined });
    body.push('half');
    const call = post(url, body);
    await eventually('the first half is read', () => (body.readableDidRead ? true : undefined));
    body.destroy();
    expect(await call).toMatchObject({ sent: 'maybe', code: 'BODY_FAILED' });
  });

  it('or is not as long as was said, is not the fault of the provider', async () => {
    const url = await serve(takesAll, { circuit: IMPATIENT });
    for (let call = 0; call < 10; call += 1) {
      const request = {
        method: 'POST',
        url,
        headers: { 'content-length': '9' },
        body: Readable.from(['x']),
      } as const;
      const error = await failureOf(client?.request(request));
      expect(error.code).toBe('UND_ERR_REQ_CONTENT_LENGTH_MISMATCH');
    }
    expect(await client?.request({ method: 'GET', url })).toMatchObject({ status: 200 });
  });

  it('closes a body that the provider did not wait for', async () => {
    const url = await serve((_request, response) => response.writeHead(413, { connection: 'close' }).end());
    const body = new Readable({ read: () => undefined });
    body.push('the beginning');
    const answer = await client?.request({ method: 'POST', url, body }).catch((error: unknown) => error);
    expect(answer).toMatchObject({ status: 413 });
    expect(body.destroyed).toBe(true);
  });
});
