import { describe, expect, it } from '@jest/globals';
import { defect, throttled, transient } from '#domain/failure.js';
import { ok } from '#domain/result.js';
import { TokenCache } from './token-cache.js';

const NOON = new Date('2026-11-22T12:00:00Z');
const after = (seconds: number): Date => new Date(NOON.getTime() + seconds * 1_000);

describe('TokenCache', () => {
  it.each([
    [3_600, 3_570],
    [120, 90],
    [60, 30],
    [45, 22.5],
    [30, 15],
    [2, 1],
  ])('uses a token of %i seconds for %d', (expiresIn, usable) => {
    const cache = new TokenCache();
    cache.keep('key', { accessToken: 'token', expiresIn }, NOON);
    expect(cache.get('key', after(usable - 0.001))).toEqual(ok('token'));
    expect(cache.get('key', after(usable))).toBeUndefined();
    expect(cache.size).toBe(0);
  });

  it('uses nothing that seems to be of the future', () => {
    const cache = new TokenCache();
    cache.keep('key', { accessToken: 'token', expiresIn: 120 }, NOON);
    expect(cache.get('key', after(-3_600))).toBeUndefined();
  });

  it('keeps refusals by their kind', () => {
    const cache = new TokenCache();
    cache.keepRefusal('transient', transient('A_CODE', ''), NOON);
    cache.keepRefusal('defect', defect('A_CODE', ''), NOON);
    cache.keepRefusal('throttled', throttled('A_CODE', '', after(60)), NOON);
    const kept = (seconds: number): readonly string[] =>
      ['transient', 'defect', 'throttled'].filter((key) => cache.get(key, after(seconds)) !== undefined);
    expect(kept(0)).toEqual(['defect', 'throttled']);
    expect(kept(9.9)).toEqual(['defect', 'throttled']);
    expect(kept(10)).toEqual(['throttled']);
    expect(kept(60)).toEqual([]);
  });

  it('forgets one token and no other', () => {
    const cache = new TokenCache();
    cache.keep('a', { accessToken: 'old', expiresIn: 120 }, NOON);
    cache.keep('a', { accessToken: 'new', expiresIn: 120 }, NOON);
    cache.keep('b', { accessToken: 'old', expiresIn: 120 }, NOON);
    cache.forget('old');
    expect(cache.get('a', NOON)).toEqual(ok('new'));
    expect(cache.get('b', NOON)).toBeUndefined();
  });

  it('does not grow beyond its bound: what was not used goes first', () => {
    const cache = new TokenCache(3);
    for (const key of ['a', 'b', 'c']) cache.keep(key, { accessToken: key, expiresIn: 120 }, NOON);
    cache.get('a', NOON);
    cache.keep('d', { accessToken: 'd', expiresIn: 120 }, NOON);
    for (let count = 0; count < 2; count += 1) cache.keepRefusal('d', defect('A_CODE', ''), NOON);
    expect(cache.size).toBe(3);
    expect(cache.get('b', NOON)).toBeUndefined();
    expect(cache.get('a', NOON)).toEqual(ok('a'));
  });
});
