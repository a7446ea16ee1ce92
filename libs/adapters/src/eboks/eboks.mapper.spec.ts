import { describe, expect, it } from '@jest/globals';
import { aDocument } from '#channels/testing/order-builder.js';
import { eboksDocuments } from './eboks.mapper.js';

describe('documents for e-Boks', () => {
  const titled = (titles: readonly string[]): readonly string[] =>
    eboksDocuments(titles.map((title) => ({ ...aDocument(), title }))).map((document) => document.title);

  it('keep titles that differ', () => {
    expect(titled(['Vedtak', 'Kart'])).toEqual(['Vedtak', 'Kart']);
  });

  it('get a number when a title is there already, whatever its case', () => {
    expect(titled(['Vedlegg', 'vedlegg', 'Vedlegg (2)', 'Vedlegg'])).toEqual([
      'Vedlegg',
      'vedlegg (2)',
      'Vedlegg (2) (2)',
      'Vedlegg (3)',
    ]);
  });

  it('stay within 255 characters', () => {
    const long = 'x'.repeat(255);
    expect(titled([long, long]).map((title) => title.length)).toEqual([255, 255]);
  });

  it('are cut by whole characters, and only to make room for a number', () => {
    const long = '😀'.repeat(255);
    const [first = '', second = ''] = titled([long, long]);
    expect(first).toBe(long);
    expect(second).toBe(`${'😀'.repeat(251)} (2)`);
  });

  it('are compared composed, without case and without extra spaces', () => {
    expect(titled(['A\u030Arsak', 'årsak', 'Årsak '])).toEqual(['A\u030Arsak', 'årsak (2)', 'Årsak  (3)']);
  });
});
