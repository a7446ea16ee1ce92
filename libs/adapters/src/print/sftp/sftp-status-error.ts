/** The server answered, and the answer is no. */
export class SftpStatusError extends Error {
  constructor(
    /** SSH_FX_*: 2 no such file, 3 permission denied, 4 failure … */
    readonly status: number,
    readonly operation: string,
  ) {
    super(`SFTP ${operation} was answered with status ${String(status)}`);
    this.name = 'SftpStatusError';
  }
}
