import type { PackageDocument } from '#dpi/package/package-document.js';
import { UniqueNames } from '#dpi/package/unique-names.js';

const MAX_TITLE = 255;

/**
 * e-Boks refuses a letter in which two documents are called the same ("SBD:5023. Vedhæftning må kun optræde 1 gang"), and
 * compares without case. The later ones get a number: `Vedlegg`, `Vedlegg (2)`. File names are unique for every mailbox
 * (packageFileNames). What was renamed is told in the `sent` receipt.
 */
export function eboksDocuments(documents: readonly PackageDocument[]): readonly PackageDocument[] {
  const titles = new UniqueNames();
  return documents.map((document) => {
    const { title } = document;
    return { ...document, title: titles.take((number) => cut(title, MAX_TITLE - number.length) + number) };
  });
}

/** Counted in characters, as the contract and the manifest's schema count, and never through the middle of one. */
function cut(title: string, length: number): string {
  return Array.from(title).slice(0, length).join('');
}
