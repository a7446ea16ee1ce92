import { describe, expect, it } from '@jest/globals';
import type { Failure } from '#domain/failure.js';
import { callFailure } from './folkeregisteret.errors.js';

const NOW = new Date('2026-11-22T12:00:00Z');

function failure(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Failure {
  return callFailure({ status, headers, body: Buffer.from(JSON.stringify(body)) }, NOW);
}

describe('a call that Folkeregisteret refuses', () => {
  it.each([
    [400, 'defect', 'FOLKEREGISTERET_BAD_REQUEST'],
    [401, 'transient', 'FOLKEREGISTERET_TOKEN_REFUSED'],
    [403, 'defect', 'FOLKEREGISTERET_NO_ACCESS'],
    [404, 'defect', 'FOLKEREGISTERET_NOT_FOUND'],
    [406, 'defect', 'FOLKEREGISTERET_NOT_ACCEPTABLE'],
    [429, 'throttled', 'FOLKEREGISTERET_THROTTLED'],
    [500, 'transient', 'FOLKEREGISTERET_UNAVAILABLE'],
  ])('with %i is %s, %s', (status, kind, code) => {
    expect(failure(status, { kode: 'FREG-001', melding: 'Feil' })).toMatchObject({ kind, code });
  });

  it.each([403, 404])('is not one with %i in the words of something in front of it', (status) => {
    expect(failure(status, { message: 'no Route matched with those values' })).toMatchObject({
      kind: 'transient',
      code: 'FOLKEREGISTERET_UNAVAILABLE',
    });
  });

  it('tells the code of the register and nothing else of the body', () => {
    const { text } = failure(400, { kode: 'FREG-003', melding: 'Ukjent person 20914695016' });
    expect(text).toContain('(FREG-003)');
    expect(text).not.toContain('20914695016');
    expect(failure(400, { kode: 'Kari Syntetisk', melding: '' }).text).not.toContain('Kari');
  });

  it.each([
    ['2', 2_000],
    ['999', 999_000],
    ['1000', 1_000],
    ['1500', 2_000],
    [undefined, 30_000],
  ])('with Retry-After %s waits %i ms: seconds by RFC 9110, milliseconds by its own documentation', (wait, ms) => {
    const throttled = failure(429, {}, wait === undefined ? {} : { 'retry-after': wait });
    if (throttled.kind !== 'throttled') throw new Error(throttled.kind);
    expect(throttled.retryAt.getTime() - NOW.getTime()).toBe(ms);
  });
});
