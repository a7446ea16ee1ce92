import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packageFileNames } from './file-names.js';

describe('file names of a package', () => {
  it('that are good stay as they are', () => {
    const names = ['vedtak.pdf', 'Kart æøå (1).pdf', 'a b.txt'];
    expect(packageFileNames(names)).toEqual(names);
  });

  it('are unique whatever the case', () => {
    expect(packageFileNames(['kart.pdf', 'Kart.PDF', 'kart (2).pdf', 'kart.pdf'])).toEqual([
      'kart.pdf',
      'Kart (2).PDF',
      'kart (2) (2).pdf',
      'kart (3).pdf',
    ]);
  });

  it.each([
    ['../../etc/passwd', '__.._etc_passwd'],
    ['C:\\brev.pdf', 'C__brev.pdf'],
    ['manifest.xml', '_manifest.xml'],
    ['MIMETYPE', '_MIMETYPE'],
    ['a.b', 'dokument_a.b'],
  ])('%s becomes %s', (name, expected) => {
    expect(packageFileNames([name])).toEqual([expected]);
  });

  it('have 4-100 characters and keep their extension', () => {
    const long = `${'x'.repeat(150)}.pdf`;
    const names = packageFileNames([long, long]);
    expect(names.map((name) => name.length)).toEqual([100, 100]);
    expect(names.every((name) => name.endsWith('.pdf'))).toBe(true);
    expect(new Set(names).size).toBe(2);
  });

  it('are composed, and equal ones are found however they were written', () => {
    const names = packageFileNames(['a\u030Arsak.pdf', 'ÅRSAK.pdf', 'straße.pdf', 'STRASSE.pdf']);
    expect(names).toEqual(['årsak.pdf', 'ÅRSAK (2).pdf', 'straße.pdf', 'STRASSE (2).pdf']);
  });

  it('are cut and lengthened by whole characters', () => {
    expect(packageFileNames(['😀😀'])).toEqual(['dokument_😀😀']);
    const [name = ''] = packageFileNames([`x${'😀'.repeat(60)}.pdf`]);
    expect(name).toBe(`x${'😀'.repeat(47)}.pdf`);
  });

  it('have an extension only when it is short', () => {
    const long = `a.${'x'.repeat(120)}`;
    expect(packageFileNames([long, long]).map((name) => name.length)).toEqual([100, 100]);
  });

  it('hold all of this whatever the sender called them', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 120 }), { maxLength: 20 }), (given) => {
        const names = packageFileNames(given);
        expect(new Set(names.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(given.length);
        for (const name of names) {
          expect(name).toBe(name.normalize('NFC'));
          expect(name).not.toMatch(/\p{Cs}/u);
          expect(Array.from(name).length).toBeGreaterThanOrEqual(4);
          expect(name.length).toBeLessThanOrEqual(100);
          expect(name).not.toMatch(/[/\\:]|^\./);
        }
      }),
    );
  });
});
