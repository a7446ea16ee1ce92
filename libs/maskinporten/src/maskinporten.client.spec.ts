import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Failure } from '#domain/failure.js';
import type { Result } from '#domain/result.js';
import { MaskinportenClient } from './maskinporten.client.js';
import { MaskinportenHttp } from './maskinporten-http.js';
import type { IssuedToken } from './token-answer.js';

const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** What the client makes of an answer, over a socket and with the options that the app has. */
async function exchange(handle: RequestListener): Promise<Result<IssuedToken, Failure>> {
  const server: Server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = new MaskinportenHttp();
  closers.push(
    () => {
      server.closeAllConnections();
      server.close();
    },
    () => http.onApplicationShutdown(),
  );
  const { port } = server.address() as AddressInfo;
  const client = new MaskinportenClient(http.client, `http://127.0.0.1:${String(port)}/token`);
  return client.exchange('a.b.c', new Date('2026-11-22T12:00:00Z'), AbortSignal.timeout(10_000));
}

function answering(status: number, contentType: string, body: string | Buffer): RequestListener {
  return (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': contentType });
    response.end(body);
  };
}

const json = (body: unknown): RequestListener => answering(200, 'application/json', JSON.stringify(body));

describe('MaskinportenClient', () => {
  it('sends the grant as RFC 7523 says and nothing else', async () => {
    const seen: string[] = [];
    await exchange((request, response) => {
      request.setEncoding('utf8');
      request.on('data', (text: string) => seen.push(text));
      request.on('end', () => {
        seen.unshift(`${String(request.method)} ${String(request.headers['content-type'])}`);
        response.end();
      });
    });
    expect(seen).toEqual([
      'POST application/x-www-form-urlencoded',
      'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c',
    ]);
  });

  it.each<[string, unknown, number]>([
    ['as documented', 599, 599],
    ['as text', '300', 300],
    ['missing', undefined, 60],
    ['null', null, 60],
    ['no number', 'soon', 60],
    ['zero', 0, 60],
    ['negative', -1, 60],
    ['a fraction', 0.5, 0.5],
    ['huge', 1e300, 3_600],
    ['huge as text', '9'.repeat(400), 60],
  ])('reads a lifetime that is %s', async (_what, expiresIn, seconds) => {
    const answer = { access_token: 'IxC0B76vlWl3fiQhAwZUmD0hr_PPwC9hSIXRdoUslPU=', expires_in: expiresIn };
    expect(await exchange(json(answer))).toEqual({
      ok: true,
      value: { accessToken: answer.access_token, expiresIn: seconds },
    });
  });

  it('takes fields that it does not know', async () => {
    const body = { access_token: 'abc', token_type: 'bearer', expires_in: 5, new: { a: 1 } };
    expect(await exchange(json(body))).toEqual({ ok: true, value: { accessToken: 'abc', expiresIn: 5 } });
  });

  const defects = 'MASKINPORTEN_UNREADABLE_ANSWER';
  it.each<[string, RequestListener, Failure['kind'], string]>([
    [
      'a web page',
      answering(200, 'text/html', '<html><body>Vedlikehold</body></html>'),
      'transient',
      'MASKINPORTEN_UNAVAILABLE',
    ],
    [
      'a web page as JSON',
      answering(200, 'application/json', '<!doctype html>'),
      'transient',
      'MASKINPORTEN_UNAVAILABLE',
    ],
    ['what is not JSON', answering(200, 'application/json', '{"access_token":'), 'defect', defects],
    ['nothing', answering(200, 'application/json', ''), 'defect', defects],
    ['a list', json([]), 'defect', defects],
    ['no token', json({ expires_in: 120 }), 'defect', 'MASKINPORTEN_FIELD_MISSING'],
    ['another content type', answering(200, 'application/jwt', '{"access_token":"abc"}'), 'defect', defects],
    ['a token that is none', json({ access_token: { a: 1 }, expires_in: 120 }), 'defect', defects],
    ['a token that breaks a header', json({ access_token: 'a\r\nx: y', expires_in: 120 }), 'defect', defects],
    ['another type of token', json({ access_token: 'abc', token_type: 'mac' }), 'defect', defects],
    [
      'broken UTF-8',
      answering(200, 'application/json', Buffer.from('{"access_token":"ab\xff","expires_in":9}', 'latin1')),
      'defect',
      defects,
    ],
  ])('names the failure of %s', async (_what, handle, kind, code) => {
    expect(await exchange(handle)).toMatchObject({ ok: false, error: { kind, code } });
  });

  it('does not read a body without end', async () => {
    let sent = 0;
    const flood: RequestListener = (request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(64 * 1024, 0x20);
      const pour = (): void => {
        while (!response.destroyed && sent < 2 * 1024 ** 3) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', pour);
            return;
          }
        }
      };
      pour();
    };
    expect(await exchange(flood)).toMatchObject({
      ok: false,
      error: { kind: 'defect', code: 'MASKINPORTEN_ANSWER_TOO_LARGE' },
    });
    // What lies in the buffers of both ends is all that was wasted.
    expect(sent).toBeLessThan(16 * 1024 ** 2);
  });

  it('is told when the connection breaks', async () => {
    const broken = await exchange((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
      response.destroy();
    });
    expect(broken).toMatchObject({ ok: false, error: { kind: 'transient', code: 'MASKINPORTEN_NO_ANSWER' } });
  });
});
