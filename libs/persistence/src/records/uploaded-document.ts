/** A document that was uploaded before its letter; encrypted with a key of its own in the document store. */
export interface UploadedDocument {
  /** UUID. */
  readonly id: string;
  /** Organisation number: only this sender's letters may use it. */
  readonly sender: string;
  readonly supplier?: string;
  readonly mediaType: string;
  /** Plain bytes. */
  readonly size: number;
  /** Hex digest of the plain content. */
  readonly sha256: string;
  readonly wrappedKey: Buffer;
  readonly uploadedAt: Date;
  /** Deleted after this unless a letter uses it. */
  readonly expiresAt: Date;
}
