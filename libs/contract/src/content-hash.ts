import { createHash } from 'node:crypto';
import type { Letter } from '#domain/letter.js';
import type { DocumentReference } from './parse-outcome.js';

/**
 * What makes two messages the same letter. The hash is taken of the letter, not of the bytes: key order, white space,
 * spelt-out defaults and the form of a time do not matter, any other difference does. Documents count by digest (inline)
 * or id (uploaded), not by the ids that parsing gives them. Priority belongs to the routing key, not to the letter.
 */
export function contentHash(letter: Letter, references: readonly DocumentReference[]): Buffer {
  const uploaded = new Map(references.map(({ index, documentId }) => [index, documentId]));
  const documents = letter.documents.map(({ title, fileName, mediaType, sha256 }, index) => {
    const documentId = uploaded.get(index);
    return { title, fileName, mediaType, ...(documentId === undefined ? { sha256 } : { documentId }) };
  });
  return createHash('sha256')
    .update(JSON.stringify(sorted({ ...letter, documents, priority: undefined })))
    .digest();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, item]) => [name, sorted(item)]),
  );
}
