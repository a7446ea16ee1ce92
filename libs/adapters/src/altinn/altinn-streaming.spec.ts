import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderDocument } from '#channels/deposit-order.js';
import { aDocument, anOrder, TEST_PERSON } from '#channels/testing/order-builder.js';
import { systemClock } from '#domain/clock.js';
import { ok } from '#domain/result.js';
import { loadConfig } from '#platform/load-config.js';
import { AltinnAdapter } from './altinn.adapter.js';
import { AltinnCalls } from './altinn-calls.js';
import { AltinnClient } from './altinn.client.js';
import { AltinnConfig } from './altinn.config.js';
import { AltinnHttp } from './altinn-http.js';
import { ScriptedAltinn } from './testing/scripted-altinn.js';

const MEGABYTE = 1024 * 1024;
const DOCUMENT_BYTES = 200 * MEGABYTE;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Both ends of the socket are in this process; a document that is held takes 200. */
const MOST_HELD = 50 * MEGABYTE;
const SAMPLE_BYTES = 20 * MEGABYTE;
const CHUNK = Buffer.alloc(64 * 1024, 'x');

function bigDocument(): OrderDocument {
  return {
    ...aDocument({ claimedSize: DOCUMENT_BYTES }),
    open: () => {
      let left = DOCUMENT_BYTES;
      return new Readable({
        highWaterMark: CHUNK.length,
        read(): void {
          left -= CHUNK.length;
          // A chunk of its own, as from a file, so that what is held is seen.
          this.push(left < 0 ? null : Buffer.from(CHUNK));
        },
      });
    },
  };
}

/** Bytes outside the heap, where stream chunks are, without those that nobody holds any more. */
function held(): number {
  collectGarbage();
  const { arrayBuffers, external } = process.memoryUsage();
  return Math.max(arrayBuffers, external);
}

describe('a document of 200 MB', () => {
  const scripted = new ScriptedAltinn();
  let uploaded = { bytes: 0, md5: '', announced: '', encoding: '' };
  let asked = '';
  let highest = 0;
  const server = createServer((request, response) => {
    const hash = createHash('md5');
    let bytes = 0;
    const chunks: Buffer[] = [];
    const isUpload = request.url?.endsWith('/upload') === true;
    request.on('data', (chunk: Buffer) => {
      const samples = Math.floor((bytes + chunk.length) / SAMPLE_BYTES) - Math.floor(bytes / SAMPLE_BYTES);
      bytes += chunk.length;
      hash.update(chunk);
      if (!isUpload) chunks.push(chunk);
      if (samples > 0) highest = Math.max(highest, held());
    });
    request.on('end', () => {
      if (isUpload) {
        const announced = request.headers['content-length'] ?? '';
        uploaded = { bytes, md5: hash.digest('hex'), announced, encoding: request.headers['transfer-encoding'] ?? '' };
      } else if (request.url?.endsWith('/attachment') === true) asked = Buffer.concat(chunks).toString();
      const url = `http://altinn.example.no${request.url ?? ''}`;
      void scripted
        .request({ method: request.method === 'POST' ? 'POST' : 'GET', url })
        .then(({ status, body }) => response.writeHead(status).end(body));
    });
  });
  const http = new AltinnHttp();

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await http.onApplicationShutdown();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('goes up whole, with its length and checksum, and is never held', async () => {
    const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const config = loadConfig(AltinnConfig, { ALTINN_BASE_URL: baseUrl, ALTINN_RESOURCE_ID: 'brev' }, 'ALTINN_');
    const tokens = { token: () => Promise.resolve(ok('token')), forget: () => undefined };
    const client = new AltinnClient(new AltinnCalls(http, tokens, config, systemClock));
    const adapter = new AltinnAdapter(client, config, systemClock);
    const before = held();
    const target = { kind: 'person', personIdentifier: TEST_PERSON } as const;
    const order = anOrder({ target, documents: [bigDocument()] });
    expect(await adapter.deposit(order, AbortSignal.timeout(60_000))).toMatchObject({ ok: true });
    expect(uploaded).toEqual({
      bytes: DOCUMENT_BYTES,
      md5: (JSON.parse(asked) as { checksum: string }).checksum,
      announced: String(DOCUMENT_BYTES),
      encoding: '',
    });
    expect(highest - before).toBeLessThan(MOST_HELD);
  }, 60_000);
});
