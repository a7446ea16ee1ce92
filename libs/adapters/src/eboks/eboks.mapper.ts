import type { PackageDocument } from '#dpi/package/package-document.js';

const MAX_TITLE = 255;

/**
 * e-Boks refuses a letter in which two documents are called the same ("SBD:5023. Vedhæftning må kun optræde 1 gang"), and
 * compares without case. The later ones get a number: `Vedlegg`, `Vedlegg (2)`.
 */
export function eboksDocuments(documents: readonly PackageDocument[]): readonly PackageDocument[] {
  const taken = new Set<string>();
  return documents.map((document) => {
    const title = uniqueTitle(document.title, taken);
    taken.add(title.toLowerCase());
    return { ...document, title };
  });
}

function uniqueTitle(title: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` (${String(number)})`;
    const candidate = title.slice(0, MAX_TITLE - suffix.length) + suffix;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}
