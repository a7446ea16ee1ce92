import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#channels/testing/eventually.js';
import type { AltinnClient } from './altinn.client.js';
import { ServedAltinn } from './testing/served-altinn.js';

const ID = '5f0c2a44-7f6b-4d0e-8a77-2a3e7d9b1c55';
const CHUNK = Buffer.alloc(64 * 1024, ' ');

describe('uploads that Altinn does not answer', () => {
  let altinn: ServedAltinn;
  let hanging = 0;
  const listener: RequestListener = (request, response) => {
    if (request.url?.endsWith('/upload') === true) hanging += 1;
    else response.end('{"statusHistory":[]}');
  };

  beforeAll(async () => {
    altinn = await ServedAltinn.start(listener);
  });
  afterAll(() => altinn.stop());

  it('keep no other call waiting, however many they are', async () => {
    const content = { size: 1, open: () => Readable.from([Buffer.from('x')]) };
    const callers = Array.from({ length: 200 }, () => new AbortController());
    const uploads = callers.map(({ signal }) => altinn.client.uploadAttachment({}, ID, content, signal));
    await eventually('as many uploads as there are sockets', () => (hanging >= 64 ? true : undefined));
    expect(await altinn.client.details({}, ID, AbortSignal.timeout(5_000))).toMatchObject({ ok: true });
    expect(hanging).toBe(64);
    for (const caller of callers) caller.abort();
    const results = await Promise.all(uploads);
    expect(results.every((result) => !result.ok && result.error.kind === 'transient')).toBe(true);
  });
});

describe('an answer of Altinn without end', () => {
  let altinn: ServedAltinn;
  let sent = 0;
  const listener: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (!response.destroyed && response.write(CHUNK)) sent += CHUNK.length;
      sent += CHUNK.length;
    };
    response.on('drain', more);
    more();
  };

  beforeAll(async () => {
    altinn = await ServedAltinn.start(listener);
  });
  afterAll(() => altinn.stop());

  it('is given up early, and is ambiguous only for the call that hands the letter over', async () => {
    const signal = AbortSignal.timeout(20_000);
    expect(await altinn.client.details({}, ID, signal)).toMatchObject({
      ok: false,
      error: { kind: 'transient', code: 'ALTINN_UNAVAILABLE' },
    });
    const letter = {} as Parameters<AltinnClient['createCorrespondence']>[1];
    expect(await altinn.client.createCorrespondence({}, letter, signal)).toMatchObject({
      ok: false,
      error: { kind: 'ambiguous', code: 'ALTINN_ANSWER_LOST' },
    });
    // Two answers of a megabyte, and what was in the sockets.
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });
});
