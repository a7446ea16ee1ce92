/** A document of ours could not be read while the package was made: not the vendor's fault, and nothing was handed over. */
export class DocumentReadError extends Error {
  constructor(cause: unknown) {
    super('A document could not be read while the print package was made.', { cause });
    this.name = 'DocumentReadError';
  }
}
