import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitted, hasHtml, toNoticeText, toPlainLine } from './altinn-plain-text.js';
import { isPlainText } from './simulator/check-content.js';
import { linesOf, rendered, textOf } from './testing/rendered-markdown.js';

const JOINER = '\u2060';
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '\u2217': '*',
  '\u02cb': '`',
  '\u223c': '~',
  '\u02c6': '^',
  '\uff04': '$',
};
/** Halves of characters too. */
const ANY_UNITS = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));
const MARKS = fc
  .array(
    fc.constantFrom(
      ...['*', '**', '***', '_', '__', '`', '```', '#', '##', '>', '-', '---', '+', '+-', '1.', '2)', 'a)', 'iv.', '|'],
      ...['~', '~~', '~~~', '==', '++', '""', '"', '^', '^^', '$', '$$', ':::', '[', ']', '](', '[a]:', '(', ')', '!['],
      ...[
        '{',
        '}',
        '{#id}',
        '{.a}',
        '{{recipientName}}',
        '\\',
        '\\\\',
        '<',
        '&',
        '&amp;',
        '<b>',
        ' ',
        ' ',
        '😀',
        JOINER,
      ],
      ...[
        'ord',
        'x',
        'Å',
        '3',
        '.',
        ',',
        '§',
        'https://example.no/_a_',
        'www.example.no',
        'a@example.no',
        '\n',
        '\u00a0',
      ],
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

/** An address becomes a link, which shows the address. */
const ELEMENTS = /<\/?(?!(?:p|a)\b)[a-z!?][^>]*>/gi;

function asWritten(line: string): string {
  return line.replaceAll(JOINER, '').replace(/[\u2217\u02cb\u223c\u02c6\uff04]/g, (mark) => LOOKS_LIKE[mark] ?? mark);
}

/** That it cannot be read as anything else than what it shows: by the simulated Altinn, and by a Markdown renderer. */
function expectPlain(line: string): void {
  expect({ line, isPlain: isPlainText(line) }).toEqual({ line, isPlain: true });
  const html = rendered(line);
  expect(html.match(ELEMENTS) ?? []).toEqual([]);
  expect(textOf(html)).toBe(linesOf(line));
  expect(line).not.toContain('{{');
}

describe('plain text for Altinn', () => {
  it.each(['<b>Vedtak</b>', 'Vedtak <br> nr. 1', 'Pris &amp; vilkår', '<https://example.no>', '&#42;', 'x<y'])(
    'has HTML that cannot be mended: %s',
    (title) => {
      expect(hasHtml(toPlainLine(title))).toBe(true);
    },
  );

  it.each([
    'Vedtak om § 5 (sak 2026/123)',
    'A < B og C > D',
    'Pris 2 * 3 * 4',
    'Svar #1',
    'Hansen & Sønn AS',
    'Klage - vedtak',
    'fil_navn_her',
    'C++ og C#',
    'Det koster $100 eller $200',
    'Om 2^8 og ~100 kr',
    'Sak [2026] (1)',
    'Se https://example.no',
    'C:\\mappe',
  ])('leaves %s alone', (title) => {
    expect(toPlainLine(title)).toBe(title);
    expect(hasHtml(title)).toBe(false);
    expectPlain(title);
  });

  it.each([
    ['2. purring', `${JOINER}2. purring`],
    ['1.', `${JOINER}1.`],
    ['a) klage', `${JOINER}a) klage`],
    ['- klage', `${JOINER}- klage`],
    ['-', `${JOINER}-`],
    ['IV. del', `${JOINER}IV. del`],
    ['# Vedtak', `${JOINER}# Vedtak`],
    ['> Vedtak', `${JOINER}> Vedtak`],
    ['---', `${JOINER}---`],
    ['```Vedtak', `\u02cb\u02cb\u02cbVedtak`],
    ['[Sak]: vedtak', `${JOINER}[Sak]: vedtak`],
    ['Se [vedtak](https://example.no)', `Se [vedtak]${JOINER}(https://example.no)`],
    ['C:\\.mappe', `C:\\${JOINER}.mappe`],
    ['a\\\\b', `a\\${JOINER}\\b`],
    ['_Viktig_ vedtak', `${JOINER}_Viktig_${JOINER} vedtak`],
    ['==Viktig==', `=${JOINER}=Viktig=${JOINER}=`],
    ['Vedtak {#id}', `Vedtak {${JOINER}#id}`],
    ['*Viktig* og **viktig**', '\u2217Viktig\u2217 og \u2217\u2217viktig\u2217\u2217'],
    ['Om `kode`', 'Om \u02cbkode\u02cb'],
    ['~~Vedtak~~', '\u223c\u223cVedtak\u223c\u223c'],
    ['m^2^', 'm\u02c62\u02c6'],
    ['Om $x$', 'Om \uff04x\uff04'],
  ])('keeps %s from being read as Markdown, and it looks the same', (title, expected) => {
    const line = toPlainLine(title);
    expect(line).toBe(expected);
    expect(asWritten(line)).toBe(title);
    expect(hasHtml(line)).toBe(false);
    expectPlain(line);
  });

  it('leaves nothing that can be read as something else, whatever was written, and it looks the same', () => {
    fc.assert(
      fc.property(fc.oneof(MARKS, ANY_UNITS), (text) => {
        const line = toPlainLine(text);
        expect(line).not.toMatch(/\p{Cs}/u);
        const written = text.replace(/(?![\n\t\r])\p{Cc}/gu, '').replace(/\p{Cs}/gu, '\ufffd');
        expect(asWritten(line)).toBe(asWritten(written.replace(/\s+/g, ' ').trim()));
        if (!hasHtml(line)) expectPlain(line);
        // A line that has been mended needs no more.
        expect(toPlainLine(line)).toBe(line);
      }),
      { numRuns: 3_000 },
    );
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

  it('cuts by the units that Altinn counts, between characters', () => {
    expect(fitted('abc', 3)).toBe('abc');
    expect(fitted('abcd', 3)).toBe('ab…');
    expect(fitted('a😀😀😀', 4)).toBe('a😀…');
    expect(fitted('ab😀😀', 4)).toBe('ab…');
  });
});
