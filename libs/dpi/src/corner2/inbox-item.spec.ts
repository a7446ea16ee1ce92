import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { downloadIdOf, toInboxItem } from './inbox-item.js';

describe('the id in a downloadurl', () => {
  it.each([
    ['https://c2.example/api/v2/dpi/messages/in/3f2b', '3f2b'],
    ['https://c2.example/messages/in/3f2b/', '3f2b'],
    ['https://c2.example/messages/in/3f2b?sig=a/b#c', '3f2b'],
    ['https://c2.example/messages/in/3f2b/download', '3f2b'],
    ['/messages/in/3f2b', '3f2b'],
    ['messages/3f2b', '3f2b'],
    ['3f2b', '3f2b'],
    [' https://c2.example/messages/in/a%2Db ', 'a-b'],
    ['https://c2.example/dokumentpakke/urn~1.2', 'urn~1.2'],
  ])('of %s is %s', (url, id) => {
    expect(downloadIdOf(url)).toBe(id);
  });

  it.each([
    ['nothing', undefined],
    ['a number', 17],
    ['an empty text', ''],
    ['a host alone', 'https://c2.example'],
    ['a step upwards', 'https://c2.example/messages/in/..'],
    ['a hidden step upwards', 'https://c2.example/messages/in/%2e%2e'],
    ['a hidden slash', 'https://c2.example/messages/in/a%2Fread%3F'],
    ['a broken escape', 'https://c2.example/messages/in/%zz'],
    ['a space', 'https://c2.example/messages/in/a b'],
    ['an endless one', `https://c2.example/messages/in/${'a'.repeat(129)}`],
  ])('is not taken from %s', (_what, url) => {
    expect(downloadIdOf(url)).toBeUndefined();
  });

  it('is a segment of a path that no URL resolves away, whatever the access point writes', () => {
    const urls = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .array(fc.constantFrom('..', '.', '/', '%2e', '%2F', 'messages/in/', 'ab', '?', '#'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(urls, (url) => {
        const id = downloadIdOf(url);
        if (id === undefined) return;
        const marking = new URL(`https://c2.example/messages/in/${encodeURIComponent(id)}/read`);
        expect(marking.pathname).toBe(`/messages/in/${id}/read`);
      }),
    );
  });
});

describe('an item of the list', () => {
  it.each([
    ['null', null, 'null'],
    ['a number', 3, '3'],
    ['an array', [], '[]'],
    ['no forretningsmelding', { downloadurl: '/messages/in/a' }, '{"downloadurl":"/messages/in/a"}'],
    ['a null one', { forretningsmelding: null }, '{"forretningsmelding":null}'],
    ['an empty one', { forretningsmelding: '' }, '{"forretningsmelding":""}'],
    ['half a character', { forretningsmelding: '\ud800' }, '{"forretningsmelding":"\\ud800"}'],
  ])('that is %s is kept as its JSON', (_what, listed, raw) => {
    expect(toInboxItem(listed)).toMatchObject({ kind: 'broken', raw: Buffer.from(raw) });
  });

  it('keeps its id even when it is broken, so that it can be marked', () => {
    expect(toInboxItem({ downloadurl: '/messages/in/a' })).toMatchObject({ downloadId: 'a' });
  });

  it('loses nothing of any JSON, and the same twice has one key', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const listed: unknown = JSON.parse(json);
        const item = toInboxItem(listed);
        expect(item.raw.toString('utf8')).toBe(item.kind === 'broken' ? JSON.stringify(listed) : item.jws);
        expect(toInboxItem(listed).key).toBe(item.key);
      }),
    );
  });
});
