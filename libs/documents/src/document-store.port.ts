import type { Readable } from 'node:stream';
import type { ContentKey } from './content-key.js';

/** Where documents lie, encrypted. An abstract class, so that it is also the injection token. */
export abstract class DocumentStore {
  /** Resolves when it is durable. The same id again replaces it. */
  abstract put(id: string, content: Readable | Buffer, key: ContentKey): Promise<StoredDocument>;

  /** Plain bytes; the stream errors when the document is missing, cut off or changed. */
  abstract open(id: string, key: ContentKey): Readable;

  /** No error when it is not there. */
  abstract delete(id: string): Promise<void>;
}

/** Of the plain content; the digest in hex. */
export interface StoredDocument {
  readonly size: number;
  readonly sha256: string;
}
