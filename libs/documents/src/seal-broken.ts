/** Encrypted bytes that are not what was written. `code`: UNKNOWN_MASTER_KEY, NOT_AUTHENTIC, CUT_OFF, NOT_FOUND … */
export class SealBroken extends Error {
  constructor(
    /** What could not be opened: `content`, `content key`, `document <id>`. */
    readonly what: string,
    readonly code: string,
  ) {
    super(`The ${what} cannot be opened (${code}). Look at the master keys in use and at the storage.`);
    this.name = 'SealBroken';
  }
}
