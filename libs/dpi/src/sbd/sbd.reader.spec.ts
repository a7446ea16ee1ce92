import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDigitalSbd, FULL_LETTER } from '../testing/example-messages.js';
import { readSbd } from './sbd.reader.js';

const GOOD = JSON.stringify(aDigitalSbd(FULL_LETTER));

function rulesOf(payload: string | Buffer): readonly string[] {
  const read = readSbd(Buffer.from(payload));
  return read.ok ? [] : read.error.map(({ path, rule }) => `${path} ${rule}`.trim());
}

describe('a message that is read', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['nothing', '', /^must be JSON$/],
    ['half a message', GOOD.slice(0, -3), /^must be JSON$/],
    ['two messages', GOOD + GOOD, /^must be JSON$/],
    ['not UTF-8', Buffer.from(GOOD, 'latin1'), /^must be UTF-8$/],
    ['51 MB', Buffer.alloc(51_000_000, ' '), /^must have at most 1 MiB$/],
    ['a million brackets', '['.repeat(1_000_000), /^must be JSON$/],
    ['half a million lists in lists', '['.repeat(500_000) + ']'.repeat(500_000), /known type$/],
    ['a title twice', GOOD.replace('"spraak"', '"ikkesensitivtittel":"x","spraak"'), /^must not repeat a key$/],
    ['a title twice, once in disguise', GOOD.replace('"spraak"', '"ikkesensitivtitte\\u006c":"x","spraak"'), /repeat/],
    ['a body twice', GOOD.replace('"digital":', '"digital":{},"digital":'), /^must not repeat a key$/],
    ['two bodies', GOOD.replace('"digital":', '"feil":{},"digital":'), /Document\.feil is not a known property$/],
    ['__proto__', GOOD.replace('"digital":{', '"digital":{"__proto__":{"x":1},'), /__proto__ is not a known property$/],
    ['constructor', GOOD.replace('"digital":{', '"digital":{"constructor":1,'), /constructor is not a known property$/],
    ['a field that could be a person', GOOD.replace('"digital":{', '"digital":{"20914695016":1,'), /\(other\) is not/],
  ])('and holds %s is refused by name', (_what, payload, rule) => {
    const rules = rulesOf(payload);
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatch(rule);
  });

  it('may have the same key in different objects, and braces and colons in its texts', () => {
    expect(rulesOf(GOOD.replace('Du har brev', '{\\"a\\":1,\\"a\\":2}\\\\'))).toEqual([]);
  });

  it('names a few of many unknown fields', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `"f${'x'.repeat(index % 30)}${String(index)}":1`).join();
    expect(rulesOf(GOOD.replace('"digital":{', `"digital":{${many},`)).length).toBeLessThan(10);
  });

  it('leaves no trace of __proto__', () => {
    readSbd(Buffer.from(GOOD.replace('"varsler":{', '"varsler":{"__proto__":{"polluted":1},')));
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('never makes the reader throw, whatever it is', () => {
    const bytes = Buffer.from(GOOD);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 100 }).map((some) => Buffer.from(some)),
          fc.json({ depthSize: 'medium' }).map((some) => Buffer.from(some)),
          fc.nat(bytes.length).map((length) => bytes.subarray(0, length)),
          fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)).map(([at, value]) => {
            const changed = Buffer.from(bytes);
            changed[at] = value;
            return changed;
          }),
          fc.tuple(fc.nat(bytes.length), fc.json()).map(([at, some]) => {
            return Buffer.from(GOOD.slice(0, at) + some + GOOD.slice(at));
          }),
        ),
        (payload) => {
          const read = readSbd(payload);
          // What is read can be worked with; what is not has a reason.
          expect(read.ok ? read.value.createdAt.getTime() : read.error.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
