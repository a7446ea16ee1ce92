/** What `package inspect` says (contract 1). A part is ok only when it has been shown to hold. */
export interface PackageReport {
  readonly ok: boolean;
  /** Every file has the digest that was signed and, with a message, the package the digest that the message gives. */
  readonly digest: { readonly ok: boolean };
  /** The package's signature and, with a message, the message's, both of one organisation. */
  readonly signature: { readonly ok: boolean };
  /** The manifest and, with a message, the StandardBusinessDocument have the shape that they must have. */
  readonly schema: { readonly ok: boolean };
  readonly documents: readonly ReportedDocument[];
  readonly errors: readonly PackageError[];
}

export interface ReportedDocument {
  readonly fileName: string;
  readonly mediaType: string;
  /** Of the plain bytes, lower-case hex. */
  readonly sha256: string;
}

export interface PackageError {
  readonly code: string;
  readonly text: string;
}

export type Part = 'digest' | 'signature' | 'schema';

export const PARTS: readonly Part[] = ['digest', 'signature', 'schema'];

/** Something that is wrong, and the parts that do not hold because of it. */
export interface Finding extends PackageError {
  readonly spoils: readonly Part[];
}
