import { describe, expect, it } from '@jest/globals';
import { RouteMatcher } from './route-matcher.js';

const matcher = new RouteMatcher<{ method: 'GET' | 'POST' | 'DELETE'; path: string }>();
matcher.add([
  { method: 'GET', path: '/letters/:id' },
  { method: 'DELETE', path: '/letters/:id' },
  { method: 'POST', path: '/letters/upload' },
  { method: 'GET', path: '/letters/:id/pages/:page' },
]);

describe('RouteMatcher', () => {
  it('binds and decodes parameters', () => {
    expect(matcher.match('GET', '/letters/a%2Fb/pages/2')).toMatchObject({
      kind: 'found',
      params: { id: 'a/b', page: '2' },
    });
  });

  it('prefers a literal segment to a parameter', () => {
    expect(matcher.match('POST', '/letters/upload')).toMatchObject({
      kind: 'found',
      route: { path: '/letters/upload' },
    });
  });

  it('falls back to the parameter when only that route has the method', () => {
    expect(matcher.match('GET', '/letters/upload')).toMatchObject({ kind: 'found', params: { id: 'upload' } });
  });

  it('tells which methods a known path has', () => {
    expect(matcher.match('POST', '/letters/1')).toEqual({ kind: 'method-not-allowed', allowed: ['GET', 'DELETE'] });
  });

  it.each(['/letter/1', '/letters', '/letters/1/pages', '/letters/%E0%A4%A'])('does not know %s', (path) => {
    expect(matcher.match('GET', path)).toEqual({ kind: 'not-found' });
  });

  it('ignores a slash at the end', () => {
    expect(matcher.match('GET', '/letters/1/')).toMatchObject({ kind: 'found', params: { id: '1' } });
  });
});
