import { describe, expect, it } from '@jest/globals';
import { statusFailure } from '#platform/look-up-failures.js';
import { KRR_FAILURES } from './krr.errors.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const DENIED = { error: 'insufficient_scope', error_description: 'The token lacks a scope' };
const NO_ROUTE = { message: 'no Route matched with those values' };
const BEARER = { 'www-authenticate': 'Bearer realm="krr", error="insufficient_scope"' };

describe('a call that KRR refuses', () => {
  it.each<[what: string, status: number, body: object | undefined, headers: Record<string, string>, code: string]>([
    ['for its scopes', 403, DENIED, {}, 'KRR_NO_ACCESS'],
    ['for its token alone, without a body', 403, undefined, BEARER, 'KRR_NO_ACCESS'],
    ['since there is no such service', 404, { ...DENIED, error: 'not_found' }, {}, 'KRR_NOT_FOUND'],
    ['for what it asked', 400, undefined, {}, 'KRR_BAD_REQUEST'],
  ])('%s is a defect', (_what, status, body, headers, code) => {
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    expect(statusFailure(KRR_FAILURES, { status, headers, body: bytes }, NOW)).toMatchObject({ kind: 'defect', code });
  });

  it.each<[status: number, body: object | undefined, headers: Record<string, string>]>([
    [403, NO_ROUTE, {}],
    [403, undefined, { 'www-authenticate': 'Basic realm="proxy"' }],
    [404, { timestamp: '2026-11-22T12:00:00Z', status: 404, error: 'Not Found', path: '/' }, {}],
    [407, undefined, {}],
    [302, undefined, { location: 'https://login.example' }],
  ])('with %i is transient in the words of something in front of it', (status, body, headers) => {
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    expect(statusFailure(KRR_FAILURES, { status, headers, body: bytes }, NOW)).toMatchObject({
      kind: 'transient',
      code: 'KRR_UNAVAILABLE',
    });
  });
});
