/** What is wrong with a manifest.xml. Stable: `mf package inspect` says them, docs/errors.md explains them. */
export type ManifestProblem =
  /** Missing, not XML, or not an SDP manifest with one avsender and one hoveddokument. */
  | 'MANIFEST_UNREADABLE'
  /** A DTD, own entities or instructions. */
  | 'XML_FORBIDDEN'
  /** More than one hoveddokument and 200 vedlegg. */
  | 'TOO_MANY_DOCUMENTS'
  /** href must have 4-100 characters. */
  | 'MANIFEST_HREF_LENGTH'
  /** mime must have 1-100 characters. */
  | 'MANIFEST_MIME_LENGTH'
  /** tittel must have 1-255 characters. */
  | 'MANIFEST_TITLE_LENGTH'
  /** Two documents that are one file. */
  | 'DUPLICATE_FILE_NAME';

export class ManifestError extends Error {
  constructor(
    readonly problem: ManifestProblem,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(`Not an acceptable manifest.xml: ${message}`, options);
    this.name = 'ManifestError';
  }
}
