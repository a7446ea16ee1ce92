/** What the operating system refused: a full disk, too many open files, a network that is away. Says nothing of a message. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
