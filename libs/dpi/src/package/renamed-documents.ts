import type { PackageDocument } from './package-document.js';

type Named = Pick<PackageDocument, 'fileName' | 'title'>;

/** What a document is called in the package, where that is not what the sender called it. */
export interface RenamedDocument {
  /** From 1, as in the letter. */
  readonly document: number;
  /** What was added, around an ellipsis for the sender's own: `… (2).pdf`, `_….xml`, `dokument_…`. */
  readonly fileName?: string;
  readonly title?: string;
}

/**
 * Which documents were renamed so that the provider takes them, for the `sent` receipt. Receipts also go to a log
 * stream, and names and titles may name a person: only what the gateway added is told, and a short extension. The
 * ellipsis alone says that characters were replaced that a package cannot hold, or that the name was cut to fit.
 */
export function renamedDocuments(before: readonly Named[], after: readonly Named[]): readonly RenamedDocument[] {
  return before.flatMap(({ fileName, title }, index) => {
    const given = after[index];
    if (given === undefined) return [];
    const renamed = {
      ...changed('fileName', fileName, given.fileName),
      ...changed('title', title, given.title),
    };
    return Object.keys(renamed).length === 0 ? [] : [{ document: index + 1, ...renamed }];
  });
}

function changed<Name extends 'fileName' | 'title'>(
  name: Name,
  before: string,
  after: string,
): Partial<Record<Name, string>> {
  if (before.normalize('NFC') === after.normalize('NFC')) return {};
  return { [name]: added(before, after, name === 'fileName' ? EXTENSION : NO_EXTENSION) } as Record<Name, string>;
}

/** A number that the gateway gives is never higher than the count of documents, so it has three digits at most. */
const EXTENSION = /^(dokument_|_)?.*?( \(\d{1,3}\))?(\.[A-Za-z0-9]{1,5})?$/s;
const NO_EXTENSION = /^()?.*?( \(\d{1,3}\))?()$/s;

function added(before: string, after: string, form: RegExp): string {
  const [, prefix = '', number = '', extension = ''] = form.exec(after) ?? [];
  const ownPrefix = before.startsWith(prefix) ? '' : prefix;
  const ownNumber = before.endsWith(number + extension) ? '' : number;
  return `${ownPrefix}…${ownNumber}${extension}`;
}
