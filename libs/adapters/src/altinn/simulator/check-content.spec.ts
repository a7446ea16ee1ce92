import { describe, expect, it } from '@jest/globals';
import { checkContent, isPlainText } from './check-content.js';

describe('isPlainText', () => {
  it.each([
    'Vedtak om 5 * 3 = 15',
    'Sak 2026/17: svar & varsel',
    'fil_navn_her',
    'A < B',
    'C# og F#',
    'Brev – 12. mai',
    '5 > 3',
    'Pris 2 * 3 * 4',
    'Det koster $100 eller $200',
    'C++ og C++',
    'Til {{recipientName}}',
    'Sak [2026] (1)',
  ])('takes %j', (text) => {
    expect(isPlainText(text)).toBe(true);
  });

  it.each([
    '<b>Vedtak</b>',
    'Et **vedtak**',
    '*Vedtak*',
    '_Vedtak_',
    '`kode`',
    '[her](https://x.no)',
    '# Vedtak',
    '- Vedtak',
    '1. varsel',
    '> sitat',
    'A &amp; B',
    '~~slettet~~',
    'a\\*b',
    '(_Vedtak_)',
    'x<y',
    '3*4*5',
    '~slettet~',
    'm^2^',
    '$x$',
    '==Viktig==',
    'Vedtak {#id}',
    'a) klage',
    'IV. del',
    '1.',
    '-',
    '***',
    '```vedtak',
    '::: boks',
    '[Sak]: vedtak',
    '*[NAV]: Arbeids- og velferdsetaten',
  ])('refuses %j', (text) => {
    expect(isPlainText(text)).toBe(false);
  });
});

describe('checkContent', () => {
  const content = (messageBody: string): { messageTitle: string; messageBody: string } => ({
    messageTitle: 'Vedtak',
    messageBody,
  });

  it.each([
    '# Hei\n\n**Brev** [her](https://x.no)',
    'linje<br/>skift',
    '`<b>` er en tagg',
    '```\n<p>\n```',
    '5 < 6 og 7 > 6',
    '&lt;b&gt;',
  ])('takes the body %j', (body) => {
    expect(() => {
      checkContent(content(body));
    }).not.toThrow();
  });

  it.each(['<b>Brev</b>', '<script>alert(1)</script>', '<!-- skjult -->', 'x <img src=y>'])(
    'refuses the body %j',
    (body) => {
      expect(() => {
        checkContent(content(body));
      }).toThrow('Markdown');
    },
  );
});
