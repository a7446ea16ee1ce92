import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitted, isEaten, toNoticeText, toPlainLine } from './altinn-plain-text.js';

const JOINER = '\u2060';
/** Halves of characters too. */
const ANY_UNITS = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));

describe('plain text for Altinn', () => {
  it.each([
    '<b>Vedtak</b>',
    'Vedtak <br> nr. 1',
    'Pris &amp; vilkår',
    '# Vedtak',
    '> Vedtak',
    'C:\\.mappe',
    'a\\\\b',
    '---',
    '~~Vedtak~~',
  ])('sees that Altinn refuses %s', (title) => {
    expect(isEaten(toPlainLine(title))).toBe(true);
  });

  it.each([
    'Vedtak om § 5 (sak 2026/123)',
    'A < B og C > D',
    'Pris 2 * 3 * 4',
    'Svar #1',
    'Hansen & Sønn AS',
    '**Vedtak** og `kode`',
    'Klage - vedtak',
    'C:\\_mappe',
    'Se [vedtak](https://example.no)',
    'Sak [2026] (1)',
    'https://example.no/_a_',
  ])('leaves %s alone', (title) => {
    expect(toPlainLine(title)).toBe(title);
    expect(isEaten(toPlainLine(title))).toBe(false);
  });

  it.each([
    ['2. purring', `2.${JOINER} purring`],
    ['a) klage', `a)${JOINER} klage`],
    ['- klage', `-${JOINER} klage`],
    ['IV. del', `IV.${JOINER} del`],
  ])('keeps %s from being a list, and it looks the same', (title, expected) => {
    expect(toPlainLine(title)).toBe(expected);
  });

  it('makes white space one blank, no-break spaces too, and drops control characters', () => {
    expect(toPlainLine('  Vedtak\u00a0 om\t\nskole\u0007 ')).toBe('Vedtak om skole');
  });

  it('keeps placeholders of Altinn as they were written', () => {
    expect(toPlainLine('Til {{recipientName}}')).not.toContain('{{recipientName}}');
    expect(toPlainLine('Til {{recipientName}}').replaceAll(JOINER, '')).toBe('Til {{recipientName}}');
    expect(toNoticeText('Fra $sendersName$, $recipientNumber$')).toBe(
      `Fra $${JOINER}sendersName$, $${JOINER}recipientNumber$`,
    );
    expect(toNoticeText('Det koster $100 eller $200')).toBe('Det koster $100 eller $200');
  });

  it('shows what was written, whatever it is, and never a half character', () => {
    fc.assert(
      fc.property(ANY_UNITS, (text) => {
        const line = toPlainLine(text);
        expect(line).not.toMatch(/\p{Cs}/u);
        const written = text.replace(/(?![\n\t\r])\p{Cc}/gu, '').replace(/\p{Cs}/gu, '\ufffd');
        expect(line.replaceAll(JOINER, '')).toBe(written.replace(/\s+/g, ' ').trim().replaceAll(JOINER, ''));
      }),
    );
  });

  it('cuts by the units that Altinn counts, between characters', () => {
    expect(fitted('abc', 3)).toBe('abc');
    expect(fitted('abcd', 3)).toBe('ab…');
    expect(fitted('a😀😀😀', 4)).toBe('a😀…');
    expect(fitted('ab😀😀', 4)).toBe('ab…');
  });
});
