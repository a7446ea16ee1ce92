import { describe, expect, it } from '@jest/globals';
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
});
