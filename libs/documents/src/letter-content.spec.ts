import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Letter } from '#domain/letter.js';
import { LetterContent } from './letter-content.js';

const letter: Letter = {
  letterId: randomUUID(),
  sender: { organisationNumber: '313000001' },
  recipient: { kind: 'person', personIdentifier: '20914695016' },
  reference: 'sak 2026/123',
  conversationId: randomUUID(),
  legalEffect: 'decision',
  securityLevel: 4,
  title: 'Vedtak på søknad',
  language: 'nb',
  documents: [],
  availableFrom: new Date('2026-11-23T08:00:00Z'),
  expiresAt: new Date('2026-12-23T08:00:00Z'),
  openReceipt: false,
  notification: {},
  delivery: { digitalOnly: false },
  print: { colour: 'black-and-white', postage: 'B', duplex: true, undeliverable: 'return' },
  priority: 'normal',
};

describe('LetterContent', () => {
  it('gives back the letter with its dates as dates', () => {
    expect(LetterContent.unpack(LetterContent.pack(letter, new Map())).letter).toEqual(letter);
  });

  it('gives back any documents, in their order', () => {
    const documents = fc.array(fc.uint8Array({ maxLength: 500 }), { maxLength: 5 });
    fc.assert(
      fc.property(documents, (contents) => {
        const inline = new Map(contents.map((content) => [randomUUID(), Buffer.from(content)]));
        const unpacked = LetterContent.unpack(LetterContent.pack(letter, inline)).inline;
        expect([...unpacked.keys()]).toEqual([...inline.keys()]);
        for (const [id, bytes] of inline) expect(unpacked.get(id)?.equals(bytes)).toBe(true);
      }),
    );
  });

  it('refuses bytes that are no content or not all of it', () => {
    const packed = LetterContent.pack(letter, new Map([[randomUUID(), Buffer.from('%PDF-1.7')]]));
    expect(() => LetterContent.unpack(Buffer.from('something else'))).toThrow('UNKNOWN_VERSION');
    expect(() => LetterContent.unpack(packed.subarray(0, packed.length - 1))).toThrow('WRONG_LENGTH');
  });
});
