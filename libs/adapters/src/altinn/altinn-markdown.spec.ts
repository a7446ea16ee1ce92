import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toMarkdown } from './altinn-markdown.js';
import { withoutControls } from './altinn-plain-text.js';
import { linesOf, rendered, textOf } from './testing/rendered-markdown.js';

const ELEMENTS = /<\/?(?!(?:p|br)\b)[a-z!?][^>]*>/gi;

function shown(markdown: string): string {
  const html = rendered(markdown);
  expect(html.match(ELEMENTS) ?? []).toEqual([]);
  return textOf(html);
}

function normalised(text: string): string {
  return linesOf(withoutControls(text));
}

/** What Altinn's check of a body compares with, as far as it can be said without its libraries. */
const HTML = /<[a-z!/?]/i;

describe('plain text -> Markdown', () => {
  it('shows any text as it was written, and nothing of it becomes an element', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(shown(toMarkdown(text))).toBe(normalised(text));
      }),
      { numRuns: 500 },
    );
  });

  it('also texts that are full of marks', () => {
    const mark = fc.constantFrom(
      ...['*', '_', '`', '```', '#', '>', '-', '+', '1.', 'a)', 'iv.', '|', '---', '===', '~~', '[', ']', '(', ')'],
      ...['<b>', '</b>', '<!--', '&lt;', '&#42;', '\\', '\n', '\n\n', '    ', '\t', ' ', 'ord', '{{recipientName}}'],
      ...['https://example.no', 'www.example.no', 'a@example.no', '![', '](x)', '[^1]', ':::', '$x$', '{#id}', '\r\n'],
    );
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 30 }), (marks) => {
        const markdown = toMarkdown(marks.join(''));
        expect(shown(markdown)).toBe(normalised(marks.join('')));
        expect(markdown).not.toMatch(HTML);
        expect(markdown).not.toContain('{{');
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps lines and paragraphs', () => {
    expect(toMarkdown('En\nto\n\n\ntre')).toBe('En  \nto\n\ntre');
  });

  it('writes ordinary prose as it is', () => {
    const text = 'Du har rett til å klage (jf. § 28), innen tre uker – se vedlegget; spørsmål? Ring oss.';
    expect(toMarkdown(text)).toBe(text);
  });

  it('is nothing when there is nothing', () => {
    expect(toMarkdown(' \n\t')).toBe('');
  });
});
