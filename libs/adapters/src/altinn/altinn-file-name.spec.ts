import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { altinnFileName } from './altinn-file-name.js';
import { ALTINN_EXTENSIONS } from './altinn.capabilities.js';
import { checkFileName } from './simulator/attachment-rules.js';

/** Halves of characters too, names longer than Altinn takes, and what is special in a name. */
const ANY_NAME = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '😀',
        'å',
        '.',
        ' ',
        '.pdf',
        '.PDF',
        'CON',
        'nul',
        'COM1',
        '/',
        '\\',
        ':',
        '*',
        '\0',
        '\ud83d',
        '\udE00',
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom('😀', 'x').map((character) => character.repeat(130)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('file names', () => {
  it.each([
    ['vedtak', 'application/pdf', 'vedtak.pdf'],
    ['vedtak.bin', 'application/pdf', 'vedtak.bin.pdf'],
    ['a.exe', 'application/pdf', 'a.exe.pdf'],
    ['vedtak.pdf.', 'application/pdf', 'vedtak.pdf'],
    ['vedtak.pdf. . ', 'application/pdf', 'vedtak.pdf'],
    ['vedtak.', 'application/pdf', 'vedtak.pdf'],
    ['...', 'application/pdf', '_.pdf'],
    ['Foto.JPEG', 'image/jpeg', 'Foto.JPEG'],
    ['a/b\\c:d.pdf', 'application/pdf', 'a_b_c_d.pdf'],
    ['CON.pdf', 'application/pdf', '_CON.pdf'],
    ['.pdf', 'application/pdf', '_.pdf'],
    ['\ud83d.pdf', 'application/pdf', '_.pdf'],
    [`${'x'.repeat(300)}.pdf`, 'application/pdf', `${'x'.repeat(251)}.pdf`],
    [`${'😀'.repeat(127)}.pdf`, 'application/pdf', `${'😀'.repeat(125)}.pdf`],
  ])('%s of type %s becomes %s', (given, mediaType, expected) => {
    expect(altinnFileName(given, mediaType, new Set())).toBe(expected);
  });

  it('are told apart within the length too', () => {
    const first = altinnFileName('😀'.repeat(127), 'application/pdf', new Set());
    const second = altinnFileName('😀'.repeat(127), 'application/pdf', new Set([first.toLowerCase()]));
    expect(second).toBe(`${'😀'.repeat(123)} (2).pdf`);
  });

  it('whatever they were, are well-formed, at most 255 units, of their type, and taken by the simulated Altinn', () => {
    const mediaTypes = fc.constantFrom(...Object.keys(ALTINN_EXTENSIONS));
    fc.assert(
      fc.property(fc.array(ANY_NAME, { minLength: 1, maxLength: 4 }), mediaTypes, (fileNames, mediaType) => {
        const taken = new Set<string>();
        // Each twice, so that they have to be numbered.
        for (const fileName of [...fileNames, ...fileNames]) {
          const name = altinnFileName(fileName, mediaType, taken);
          expect(name).not.toMatch(/\p{Cs}/u);
          expect(name.length).toBeLessThanOrEqual(255);
          expect(ALTINN_EXTENSIONS[mediaType]?.some((extension) => name.toLowerCase().endsWith(extension))).toBe(true);
          checkFileName(name);
          taken.add(name.toLowerCase());
        }
        expect(taken.size).toBe(fileNames.length * 2);
      }),
      { numRuns: 500 },
    );
  });
});
