/** Why a container is not opened. Stable: `mf package inspect` says them, docs/errors.md explains them. */
export type ZipProblem =
  /** Not a ZIP, cut off, damaged, or encrypted by ZIP's own means. */
  | 'CONTAINER_UNREADABLE'
  /** A name that leads out of the container: `..`, from the root, with a drive, a backslash or a control character. */
  | 'UNSAFE_FILE_NAME'
  /** Two names that are the same when case does not count. */
  | 'DUPLICATE_FILE_NAME'
  /** More files than any dokumentpakke has. */
  | 'TOO_MANY_FILES'
  /** Unpacked larger than any dokumentpakke is. */
  | 'CONTAINER_TOO_LARGE';

export class ZipError extends Error {
  constructor(
    readonly problem: ZipProblem,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(`Not an acceptable container: ${message}`, options);
    this.name = 'ZipError';
  }
}
