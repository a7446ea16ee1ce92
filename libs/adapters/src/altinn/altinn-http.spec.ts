import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import { systemClock } from '#domain/clock.js';
import { ok } from '#domain/result.js';
import { AltinnCalls } from './altinn-calls.js';
import { AltinnClient } from './altinn.client.js';
import { AltinnHttp } from './altinn-http.js';
import { ScriptedAltinn } from './testing/scripted-altinn.js';

const ID = '5f0c2a44-7f6b-4d0e-8a77-2a3e7d9b1c55';
const CHUNK = Buffer.alloc(64 * 1024, ' ');

describe('uploads that Altinn does not answer', () => {
  const altinn = new ScriptedAltinn();
  const http = new AltinnHttp();
  let client: AltinnClient;
  let hanging = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.url?.endsWith('/upload') === true) {
      hanging += 1;
      return;
    }
    response.end(request.url?.includes('/exchange/') === true ? altinn.jwt() : '{"statusHistory":[]}');
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const tokens = { token: () => Promise.resolve(ok('token')), forget: () => undefined };
    client = new AltinnClient(new AltinnCalls(http, tokens, { baseUrl, scopes: 'x' }, systemClock));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await http.onApplicationShutdown();
    await new Promise((resolve) => server.close(resolve));
  });

  it('keep no other call waiting, however many they are', async () => {
    const content = { size: 1, open: () => Readable.from([Buffer.from('x')]) };
    const callers = Array.from({ length: 200 }, () => new AbortController());
    const uploads = callers.map(({ signal }) => client.uploadAttachment({}, ID, content, signal));
    await eventually('as many uploads as there are sockets', () => (hanging >= 64 ? true : undefined));
    expect(await client.details({}, ID, AbortSignal.timeout(5_000))).toMatchObject({ ok: true });
    expect(hanging).toBe(64);
    for (const caller of callers) caller.abort();
    const results = await Promise.all(uploads);
    expect(results.every((result) => !result.ok && result.error.kind === 'transient')).toBe(true);
  });
});

describe('an answer of Altinn without end', () => {
  const altinn = new ScriptedAltinn();
  const http = new AltinnHttp();
  let sent = 0;
  let client: AltinnClient;
  const server = createServer((request, response) => {
    request.resume();
    if (request.url?.includes('/exchange/') === true) {
      response.end(altinn.jwt());
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (!response.destroyed && response.write(CHUNK)) sent += CHUNK.length;
      sent += CHUNK.length;
    };
    response.on('drain', more);
    more();
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const tokens = { token: () => Promise.resolve(ok('token')), forget: () => undefined };
    client = new AltinnClient(new AltinnCalls(http, tokens, { baseUrl, scopes: 'x' }, systemClock));
  });
  afterAll(async () => {
    await http.onApplicationShutdown();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is given up early, and is ambiguous only for the call that hands the letter over', async () => {
    const signal = AbortSignal.timeout(20_000);
    expect(await client.details({}, ID, signal)).toMatchObject({
      ok: false,
      error: { kind: 'transient', code: 'ALTINN_UNAVAILABLE' },
    });
    const letter = {} as Parameters<AltinnClient['createCorrespondence']>[1];
    expect(await client.createCorrespondence({}, letter, signal)).toMatchObject({
      ok: false,
      error: { kind: 'ambiguous', code: 'ALTINN_ANSWER_LOST' },
    });
    // Two answers of a megabyte, and what was in the sockets.
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });
});
