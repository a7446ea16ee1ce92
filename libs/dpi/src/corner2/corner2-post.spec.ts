import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '#domain/clock.js';
import { HttpClient, type HttpRequest, type HttpResponse } from '#platform/http.client.js';
import { PackageChangedError } from '../package/cms.encrypter.js';
import { DocumentChangedError } from '../package/package-document.js';
import { bytesOf } from '../testing/bytes-of.js';
import { Corner2Client, type OutgoingMessage } from './corner2.client.js';

/** What reached the access point: the body, or that it was cut. */
type Arrived = { readonly body: Buffer; readonly announced: number } | 'cut';

describe('posting a message', () => {
  const arrived: Arrived[] = [];
  let server: Server;
  let http: HttpClient;
  let client: Corner2Client;

  beforeAll(async () => {
    server = createServer((request, response) => {
      bytesOf(request).then(
        (body) => {
          arrived.push({ body, announced: Number(request.headers['content-length']) });
          response.writeHead(201).end();
        },
        () => arrived.push('cut'),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    http = new HttpClient();
    client = new Corner2Client(http, { baseUrl: `http://127.0.0.1:${String(port)}`, kanal: 'k' }, systemClock);
  });

  afterAll(async () => {
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function post(pieces: OutgoingMessage['package']['pieces'], size = 200_000): ReturnType<Corner2Client['post']> {
    return client.post({ jws: 'a.b.c', package: { size, pieces } }, 'token', AbortSignal.timeout(5_000));
  }

  it('announces exactly the length that it sends', async () => {
    expect(await post(() => half(undefined))).toEqual({ ok: true, value: { kind: 'accepted' } });
    const last = arrived.at(-1);
    if (last === undefined || last === 'cut') throw new Error('The message arrived.');
    expect(last.body).toHaveLength(last.announced);
  });

  it('has the longest time that a deposit may be given, and that of its bytes', async () => {
    const totals: unknown[] = [];
    class Recording extends HttpClient {
      override request({ totalTimeoutMs, headers }: HttpRequest): Promise<HttpResponse> {
        totals.push([totalTimeoutMs, Number(headers?.['content-length'])]);
        return Promise.resolve({ status: 201, headers: {}, body: Buffer.alloc(0) });
      }
    }
    const recording = new Recording();
    const poster = new Corner2Client(recording, { baseUrl: 'http://127.0.0.1', kanal: 'k' }, systemClock);
    const size = 2_000_000_000;
    const message = { jws: 'a.b.c', package: { size, pieces: () => half(undefined) } };
    await poster.post(message, 'token', AbortSignal.timeout(5_000));
    await recording.close();
    const [[total, announced] = []] = totals as [number, number][];
    expect(announced).toBeGreaterThan(size);
    expect(total).toBe(600_000 + Math.ceil((announced ?? 0) / 1_000));
  });

  it.each([
    ['the package came out differently', new PackageChangedError()],
    ['a document was changed', new DocumentChangedError(1)],
  ])('breaks off when %s, and nobody can have taken it', async (_what, error) => {
    expect(await post(() => half(error))).toMatchObject({
      ok: false,
      error: { kind: 'defect', code: 'DOCUMENT_CHANGED' },
    });
    expect(arrived.filter((one) => one !== 'cut')).toHaveLength(1);
  });

  it('throws on what it has no name for, such as a store that is away', async () => {
    await expect(post(() => half(new RangeError('the store is away')))).rejects.toThrow('the store is away');
  });

  it('never completes a request with fewer bytes than it announced', async () => {
    expect(await post(() => half(undefined), 200_001)).toMatchObject({ ok: false });
    expect(arrived.filter((one) => one !== 'cut')).toHaveLength(1);
  });
});

/** A package in two pieces; with an error it breaks off between them. */
async function* half(error: Error | undefined): AsyncGenerator<Buffer> {
  yield Buffer.alloc(100_000);
  if (error !== undefined) await Promise.reject(error);
  yield Buffer.alloc(100_000);
}
