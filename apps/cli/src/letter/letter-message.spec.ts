import { describe, expect, it } from '@jest/globals';
import { parseLetterMessage } from '#contract/parse-letter-message.js';
import { letterMessage, type LetterWish } from './letter-message.js';

const WISH: LetterWish = {
  letterId: 'b5a7e0c8-3a50-4a3e-9c8e-2d1a5f6b7c01',
  sender: '313000001',
  to: '20914695016',
  legalEffect: 'decision',
};
const FILES = [
  { name: 'vedtak.pdf', content: Buffer.from('%PDF-1.7') },
  { name: 'kart.PNG', content: Buffer.from('png') },
];
const RULES = { environment: 'sandbox', channels: ['digipost', 'print'], priority: 'normal' } as const;

function parsed(wish: LetterWish): ReturnType<typeof parseLetterMessage> {
  return parseLetterMessage(Buffer.from(JSON.stringify(letterMessage(wish, FILES))), RULES);
}

describe('letterMessage', () => {
  it('is a letter that the gateway takes', () => {
    expect(parsed(WISH)).toMatchObject({
      kind: 'letter',
      letter: {
        title: 'vedtak',
        recipient: { kind: 'person' },
        documents: [
          { fileName: 'vedtak.pdf', mediaType: 'application/pdf' },
          { fileName: 'kart.PNG', mediaType: 'image/png' },
        ],
      },
    });
  });

  it('goes to an organisation by nine digits, with title, reference and supplier of one’s own', () => {
    const wish = { ...WISH, to: '313001008', title: 'Pålegg', reference: 'sak 1', supplier: '313003000' };
    expect(parsed(wish)).toMatchObject({
      kind: 'letter',
      letter: {
        title: 'Pålegg',
        reference: 'sak 1',
        sender: { supplier: '313003000' },
        recipient: { kind: 'organisation' },
      },
    });
  });

  it('refuses a file of which nobody could say what it is', () => {
    expect(() => letterMessage(WISH, [{ name: 'brev.xyz', content: Buffer.alloc(1) }])).toThrow('brev.xyz');
  });
});
