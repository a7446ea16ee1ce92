import { createHash, randomUUID } from 'node:crypto';
import type { FieldError } from './field-error.js';
import type { LetterMessage } from './letter.message.js';

export interface InlineDocument {
  readonly documentId: string;
  readonly bytes: Buffer;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * Decodes each inline document once, strictly. Node's decoder skips what is not base64 and takes the URL alphabet, so
 * the result is checked by length and by its last group instead of a second pass over the text: every character
 * skipped makes the bytes fewer than the text promises.
 */
export function decodeInline(message: LetterMessage, errors: FieldError[]): ReadonlyMap<number, InlineDocument> {
  const decoded = new Map<number, InlineDocument>();
  if (!Array.isArray(message.documents)) return decoded;
  for (const [index, document] of message.documents.entries()) {
    const base64: unknown = (document as Partial<typeof document> | null)?.content?.base64;
    if (typeof base64 !== 'string' || base64.length === 0) continue;
    const bytes = decodeStrictly(base64);
    if (bytes === undefined) {
      errors.push({
        field: `documents[${String(index)}].content.base64`,
        code: 'NOT_BASE64',
        text: 'Encode the document as base64 (RFC 4648, standard alphabet, with padding, without line breaks).',
      });
      continue;
    }
    decoded.set(index, { documentId: randomUUID(), bytes, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return decoded;
}

export function decodeStrictly(text: string): Buffer | undefined {
  if (text.length % 4 !== 0 || text.includes('-') || text.includes('_')) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const promised = (text.length / 4) * 3 - padding;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== promised) return undefined;
  const lastGroup = bytes.subarray(promised - (3 - padding)).toString('base64');
  return lastGroup === text.slice(-4) ? bytes : undefined;
}
