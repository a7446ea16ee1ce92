import { describe, expect, it } from '@jest/globals';
import { defect } from '#domain/failure.js';
import { err, ok } from '#domain/result.js';
import type { HttpRequest, HttpResponse } from '#platform/http.client.js';
import { AuthorisedClient } from './authorised.client.js';

const REQUEST: HttpRequest = { method: 'GET', url: 'https://api.example.no/things', headers: { accept: 'x' } };
const signal = AbortSignal.timeout(60_000);

/** A service that answers with these statuses in turn, and a provider with a new token after each that is forgotten. */
function setUp(...statuses: readonly number[]): { client: AuthorisedClient; sent: HttpRequest[]; forgotten: string[] } {
  const sent: HttpRequest[] = [];
  const forgotten: string[] = [];
  const http = {
    request: (request: HttpRequest): Promise<HttpResponse> => {
      sent.push(request);
      return Promise.resolve({ status: statuses[sent.length - 1] ?? 500, headers: {}, body: Buffer.alloc(0) });
    },
  };
  const tokens = {
    token: () => Promise.resolve(ok(`token-${String(forgotten.length)}`)),
    forget: (token: string) => {
      forgotten.push(token);
    },
  };
  return { client: new AuthorisedClient(http, tokens, { scope: 'a:b' }), sent, forgotten };
}

describe('AuthorisedClient', () => {
  it('calls with the token and what it was given', async () => {
    const { client, sent, forgotten } = setUp(200);
    expect(await client.request(REQUEST, signal)).toMatchObject({ ok: true, value: { status: 200 } });
    expect(sent).toEqual([{ ...REQUEST, headers: { accept: 'x', authorization: 'Bearer token-0' }, signal }]);
    expect(forgotten).toEqual([]);
  });

  it('calls once more with a new token when one is refused, and no third time', async () => {
    const once = setUp(401, 200);
    expect(await once.client.request(REQUEST, signal)).toMatchObject({ ok: true, value: { status: 200 } });
    expect(once.sent.map(({ headers }) => headers?.['authorization'])).toEqual(['Bearer token-0', 'Bearer token-1']);
    const twice = setUp(401, 401, 200);
    expect(await twice.client.request(REQUEST, signal)).toMatchObject({ ok: true, value: { status: 401 } });
    expect(twice.sent).toHaveLength(2);
    expect(twice.forgotten).toEqual(['token-0', 'token-1']);
  });

  it('does not call without a token', async () => {
    const refused = err(defect('MASKINPORTEN_NOT_DELEGATED', 'no delegation'));
    const http = { request: () => Promise.reject(new Error('called')) };
    const tokens = { token: () => Promise.resolve(refused), forget: () => undefined };
    expect(await new AuthorisedClient(http, tokens, { scope: 'a:b' }).request(REQUEST, signal)).toEqual(refused);
  });
});
