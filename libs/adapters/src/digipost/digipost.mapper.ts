import type { PackageDocument } from '#dpi/package/package-document.js';

/** Digipost takes documents with equal titles, so they stay as the sender named them; file names are unique already. */
export function digipostDocuments(documents: readonly PackageDocument[]): readonly PackageDocument[] {
  return documents;
}
