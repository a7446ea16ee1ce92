import type { Readable } from 'node:stream';

/** One document of a dokumentpakke, as it is called there. */
export interface PackageDocument {
  /** 4-100 characters, unique in the package. */
  readonly fileName: string;
  readonly mediaType: string;
  /** 1-255 characters, shown in the mailbox. */
  readonly title: string;
  /** Hex digest that the content must have; the package is not made when it differs. */
  readonly sha256: string;
  open(): Readable;
}

/** Who and what the package is about: the SDP manifest (DPI reference 3.2). */
export interface PackageDescription {
  /** The behandlingsansvarlig, nine digits; also when a supplier signs. */
  readonly sender: string;
  readonly unit?: string;
  readonly invoiceReference?: string;
  /** Absent in packages for print. */
  readonly mailboxAddress?: string;
  /** Two letters. */
  readonly language: string;
  /** The first is the hoveddokument. */
  readonly documents: readonly PackageDocument[];
}

/** A document did not have the content that the letter was accepted with. */
export class DocumentChangedError extends Error {
  constructor(readonly position: number) {
    super(`Document ${String(position)} of the letter no longer has the digest it was accepted with.`);
    this.name = 'DocumentChangedError';
  }
}
