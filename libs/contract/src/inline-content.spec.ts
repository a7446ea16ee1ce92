import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeStrictly } from './inline-content.js';

describe('decodeStrictly', () => {
  it('decodes what Node encodes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        expect(decodeStrictly(Buffer.from(bytes).toString('base64'))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('takes nothing that does not encode back to the same text', () => {
    const alphabet = fc.constantFrom('A', 'Q', 'R', '/', '+', '-', '_', '=', ' ', '\n', '!', 'å');
    fc.assert(
      fc.property(fc.string({ unit: alphabet, minLength: 1, maxLength: 12 }), (text) => {
        const decoded = decodeStrictly(text);
        expect(decoded === undefined || decoded.toString('base64') === text).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
