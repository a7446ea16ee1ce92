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
  /** How the content is encrypted: `AES-256-CBC` or `AES-256-GCM`. */
  readonly encryption?: string;
  /** Whose certificate has signed the package. */
  readonly signer?: ReportedSigner;
  /** avsender of manifest.xml. */
  readonly sender?: { readonly organisationNumber: string; readonly unit?: string };
  /** What the message says of itself; only with a message, and never whom it is to. */
  readonly message?: ReportedMessage;
}

export interface ReportedSigner {
  /** Absent when the certificate has none. */
  readonly organisationNumber?: string;
  /** RFC 3339. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Hex SHA-256 of the certificate. */
  readonly fingerprint: string;
}

export interface ReportedMessage {
  readonly type: string;
  readonly messageId: string;
  readonly conversationId: string;
  /** Nine digits: SBDH sender and receiver. */
  readonly from: string;
  readonly to: string;
  readonly createdAt: string;
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
