import { beforeAll, describe, expect, it } from '@jest/globals';
import { aDocument, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import { signingKey, type SigningKey } from '../certificate/signing-key.js';
import { bytesOf } from '../testing/bytes-of.js';
import { forgedContainer, GOOD_MANIFEST, manifestOf } from '../testing/forged-package.js';
import { SyntheticAuthority } from '../testing/synthetic-identity.js';
import { writeAsice } from './asice.writer.js';
import type { PackageDocument } from './package-document.js';
import { openContainer } from './package.reader.js';

const MAIN = '<hoveddokument href="brev.pdf" mime="application/pdf"/>';
const LAUGHS = Array.from(
  { length: 9 },
  (_, index) => `<!ENTITY l${String(index + 1)} "${`&l${String(index)};`.repeat(10)}">`,
);

describe('a package whose manifest is wrong, although it is signed', () => {
  let key: SigningKey;

  beforeAll(() => {
    key = signingKey(new SyntheticAuthority().issue(TEST_ORGANISATION));
  });

  async function problemOf(
    manifest: string | Buffer,
    more: readonly (readonly [string, string])[] = [],
  ): Promise<string> {
    const files = [['manifest.xml', manifest], ['brev.pdf', 'brev'], ...more] as const;
    const opened = await openContainer(await forgedContainer(key, { files }));
    return opened.ok ? 'opened' : opened.error;
  }

  it('the good one opens', async () => {
    expect(await problemOf(GOOD_MANIFEST)).toBe('opened');
  });

  it.each([
    ['is empty', '', 'MANIFEST_UNREADABLE'],
    ['is not XML', 'a letter', 'MANIFEST_UNREADABLE'],
    ['has another root', '<manifest xmlns="urn:x"/>', 'MANIFEST_UNREADABLE'],
    ['has no hoveddokument', manifestOf(''), 'MANIFEST_UNREADABLE'],
    ['has two', manifestOf(MAIN + MAIN), 'MANIFEST_UNREADABLE'],
    ['has no sender', manifestOf(MAIN).replace(/<avsender>.*<\/avsender>/, ''), 'MANIFEST_UNREADABLE'],
    ['is not UTF-8', manifestOf(MAIN).replace('UTF-8', 'ISO-8859-1'), 'MANIFEST_UNREADABLE'],
    ['has a document type', manifestOf(MAIN, '<!DOCTYPE manifest>'), 'XML_FORBIDDEN'],
    [
      'has an entity of its own',
      manifestOf(MAIN.replace('brev', '&x;'), '<!DOCTYPE manifest [<!ENTITY x "brev">]>'),
      'XML_FORBIDDEN',
    ],
    [
      'has an external entity',
      manifestOf(MAIN, '<!DOCTYPE manifest [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      'XML_FORBIDDEN',
    ],
    [
      'laughs a billion times',
      manifestOf(MAIN, `<!DOCTYPE manifest [<!ENTITY l0 "ha">${LAUGHS.join('')}]>`),
      'XML_FORBIDDEN',
    ],
    ['uses an entity that nobody declared', manifestOf(MAIN.replace('brev', '&x;')), 'XML_FORBIDDEN'],
    ['has a processing instruction', manifestOf(`${MAIN}<?php exit?>`), 'XML_FORBIDDEN'],
    ['has a name of three characters', manifestOf(MAIN.replace('brev.pdf', 'a.b')), 'MANIFEST_HREF_LENGTH'],
    ['has a name of 101', manifestOf(MAIN.replace('brev', 'x'.repeat(97))), 'MANIFEST_HREF_LENGTH'],
    ['has no name', manifestOf('<hoveddokument mime="application/pdf"/>'), 'MANIFEST_HREF_LENGTH'],
    ['has no media type', manifestOf('<hoveddokument href="brev.pdf"/>'), 'MANIFEST_MIME_LENGTH'],
    ['has a media type of 101', manifestOf(MAIN.replace('application/pdf', 'x'.repeat(101))), 'MANIFEST_MIME_LENGTH'],
    [
      'has a title of 256',
      manifestOf(
        `<hoveddokument href="brev.pdf" mime="application/pdf"><tittel lang="nb">${'x'.repeat(256)}</tittel></hoveddokument>`,
      ),
      'MANIFEST_TITLE_LENGTH',
    ],
    ['names a file that is not there', manifestOf(MAIN.replace('brev', 'kart')), 'DOCUMENT_MISSING'],
    [
      'names data that is not there',
      manifestOf(
        '<hoveddokument href="brev.pdf" mime="application/pdf"><data href="lenke.xml" mime="x/y"/></hoveddokument>',
      ),
      'DOCUMENT_MISSING',
    ],
    [
      'names one file twice',
      manifestOf(`${MAIN}<vedlegg href="BREV.pdf" mime="application/pdf"/>`),
      'DUPLICATE_FILE_NAME',
    ],
  ])('%s', async (_what, manifest, problem) => {
    expect(await problemOf(manifest)).toBe(problem);
  });

  it('has a file more than the manifest', async () => {
    expect(await problemOf(GOOD_MANIFEST, [['skjult.exe', 'x']])).toBe('FILE_NOT_IN_MANIFEST');
  });

  it('has bytes that are no UTF-8', async () => {
    expect(await problemOf(Buffer.from(GOOD_MANIFEST.replace('brev', 'bræv'), 'latin1'))).toBe('MANIFEST_UNREADABLE');
  });

  it('takes 200 attachments and refuses 201, when read', async () => {
    const attachments = Array.from({ length: 201 }, (_, index) => `vedlegg ${String(index)}.pdf`);
    const withFirst = (count: number): Promise<string> => {
      const names = attachments.slice(0, count);
      const elements = names.map((name) => `<vedlegg href="${name}" mime="application/pdf"/>`);
      return problemOf(
        manifestOf(MAIN + elements.join('')),
        names.map((name) => [name, name]),
      );
    };
    expect(await withFirst(200)).toBe('opened');
    expect(await withFirst(201)).toBe('TOO_MANY_DOCUMENTS');
  });
});

describe('a letter that does not fit a package is not written', () => {
  const key = signingKey(new SyntheticAuthority().issue(TEST_ORGANISATION));
  const write = (documents: readonly PackageDocument[]): Promise<Buffer> =>
    bytesOf(
      writeAsice({ sender: TEST_ORGANISATION, language: 'nb', documents }, key, new Date('2026-03-02T10:00:00Z')),
    );

  it.each([
    ['no document', [], 'no-document'],
    [
      '202 documents',
      Array.from({ length: 202 }, (_, at) => ({ fileName: `brev ${String(at)}.pdf` })),
      'too-many-documents',
    ],
    ['a short name', [{ fileName: 'a.b' }], 'file-name-length'],
    ['a long name', [{ fileName: 'x'.repeat(101) }], 'file-name-length'],
    ['a path', [{ fileName: '../brev.pdf' }], 'file-name-not-plain'],
    ['the name of the manifest', [{ fileName: 'Manifest.xml' }], 'duplicate-file-name'],
    ['one name twice', [{ fileName: 'brev.pdf' }, { fileName: 'Brev.PDF' }], 'duplicate-file-name'],
    ['no media type', [{ mediaType: '' }], 'media-type-length'],
    ['no title', [{ title: '' }], 'title-length'],
    ['a long title', [{ title: 'x'.repeat(256) }], 'title-length'],
  ])('%s', async (_what, documents, rule) => {
    const written = write(documents.map((wishes) => ({ ...aDocument(), ...wishes })));
    await expect(written).rejects.toMatchObject({ name: 'UnpackableLetterError', rule });
  });
});
