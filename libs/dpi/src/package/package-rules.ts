import { MAX_PACKAGE_DOCUMENTS, MEDIA_TYPE_LENGTH, NAME_LENGTH, TITLE_LENGTH, within } from './limits.js';
import type { PackageDescription, PackageDocument } from './package-document.js';

export type PackageRule =
  | 'no-document'
  | 'too-many-documents'
  | 'file-name-length'
  | 'file-name-not-plain'
  | 'duplicate-file-name'
  | 'media-type-length'
  | 'title-length';

/** The letter does not fit a dokumentpakke. Positions in the text, never names or titles. */
export class UnpackableLetterError extends Error {
  constructor(
    readonly rule: PackageRule,
    text: string,
  ) {
    super(text);
    this.name = 'UnpackableLetterError';
  }
}

/**
 * What a mailbox provider would refuse, found before anything is signed or sent. The gateway's own checks of letters
 * and `packageFileNames` should leave nothing for this one to find. Throws UnpackableLetterError.
 */
export function checkPackable({ documents }: PackageDescription): void {
  if (documents.length === 0) throw new UnpackableLetterError('no-document', 'A dokumentpakke has a document.');
  if (documents.length > MAX_PACKAGE_DOCUMENTS) {
    throw new UnpackableLetterError(
      'too-many-documents',
      `A dokumentpakke has at most ${String(MAX_PACKAGE_DOCUMENTS)} documents, this letter ${String(documents.length)}.`,
    );
  }
  const taken = new Set(RESERVED);
  for (const [index, document] of documents.entries()) {
    const broken = DOCUMENT_RULES.find(({ holds }) => !holds(document, taken));
    if (broken !== undefined) {
      throw new UnpackableLetterError(broken.rule, `Document ${String(index + 1)}: ${broken.text}.`);
    }
    taken.add(document.fileName.toLowerCase());
  }
}

const RESERVED: readonly string[] = ['mimetype', 'manifest.xml'];

const DOCUMENT_RULES: readonly {
  readonly rule: PackageRule;
  readonly text: string;
  readonly holds: (document: PackageDocument, taken: ReadonlySet<string>) => boolean;
}[] = [
  {
    rule: 'file-name-length',
    text: 'the file name must have 4-100 characters',
    holds: ({ fileName }) => within(fileName, NAME_LENGTH),
  },
  {
    rule: 'file-name-not-plain',
    text: 'the file name must be a plain name, without folders',
    holds: ({ fileName }) => !/[\p{Cc}\p{Cs}/\\]|^[A-Za-z]:|^\.\.$/u.test(fileName),
  },
  {
    rule: 'duplicate-file-name',
    text: 'the file name is taken',
    holds: ({ fileName }, taken) => !taken.has(fileName.toLowerCase()),
  },
  {
    rule: 'media-type-length',
    text: 'the media type must have 1-100 characters',
    holds: ({ mediaType }) => within(mediaType, MEDIA_TYPE_LENGTH),
  },
  {
    rule: 'title-length',
    text: 'the title must have 1-255 characters',
    holds: ({ title }) => within(title, TITLE_LENGTH),
  },
];
