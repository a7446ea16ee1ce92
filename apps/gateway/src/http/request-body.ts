import { Readable } from 'node:stream';
import { Problem } from './problem.js';

/** The bytes of an application/json body, as they came. */
export function requireBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  throw new Problem(415, 'WRONG_CONTENT_TYPE', 'Wrong content type', 'Send the letter as application/json.');
}

/** The unread body of an application/octet-stream upload. */
export function requireStream(body: unknown): Readable {
  if (body instanceof Readable) return body;
  throw new Problem(415, 'WRONG_CONTENT_TYPE', 'Wrong content type', 'Send the document as application/octet-stream.');
}
