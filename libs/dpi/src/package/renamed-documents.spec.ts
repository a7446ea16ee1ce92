import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packageFileNames } from './file-names.js';
import { renamedDocuments } from './renamed-documents.js';

function renamed(fileNames: readonly string[]): readonly unknown[] {
  const after = packageFileNames(fileNames);
  return renamedDocuments(
    fileNames.map((fileName) => ({ fileName, title: 'Vedtak' })),
    after.map((fileName) => ({ fileName, title: 'Vedtak' })),
  );
}

describe('what is told of renamed documents', () => {
  it('is nothing when all keep their names', () => {
    expect(renamed(['vedtak.pdf', 'kart (2).pdf'])).toEqual([]);
  });

  it('is the number that was given, and which document has it', () => {
    expect(renamed(['vedtak.pdf', 'kart.pdf', 'Kart.PDF', 'kart.pdf'])).toEqual([
      { document: 3, fileName: '… (2).PDF' },
      { document: 4, fileName: '… (3).pdf' },
    ]);
  });

  it.each([
    ['manifest.xml', '_….xml'],
    ['a.b', 'dokument_….b'],
    ['.skjult', '_…'],
    ['kart/oslo.pdf', '….pdf'],
    [`${'x'.repeat(150)}.pdf`, '….pdf'],
    ['Kari Prøve.Født i mai', undefined],
    ['/Kari Prøve.Født i mai', '_…'],
    ['/saken (2).pdf', '_….pdf'],
  ])('of %s is %s', (name, told) => {
    expect(renamed([name])).toEqual(told === undefined ? [] : [{ document: 1, fileName: told }]);
  });

  it('is the number of a title too', () => {
    const before = [
      { fileName: 'a.pdf', title: 'Vedlegg' },
      { fileName: 'b.pdf', title: 'vedlegg' },
    ];
    const after = [
      { fileName: 'a.pdf', title: 'Vedlegg' },
      { fileName: 'b.pdf', title: 'vedlegg (2)' },
    ];
    expect(renamedDocuments(before, after)).toEqual([{ document: 2, title: '… (2)' }]);
  });

  it('is nothing for accents that were only composed', () => {
    expect(renamed(['vedtak a\u030A.pdf'])).toEqual([]);
  });

  it('is never a piece of the name, but for a short extension', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 120 }), { maxLength: 20 }), (names) => {
        for (const { document, fileName } of renamed(names) as { document: number; fileName: string }[]) {
          const form = /^(?:dokument_|_)?…(?: \(\d{1,3}\))?(\.[A-Za-z0-9]{1,5})?$/.exec(fileName);
          expect(form).not.toBeNull();
          expect(names[document - 1]).toContain(form?.[1] ?? '');
        }
      }),
    );
  });
});
