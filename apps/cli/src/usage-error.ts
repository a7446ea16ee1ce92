/** The command was typed wrong: the text and the way to the help are shown, and the exit code is 2. */
export class UsageError extends Error {
  constructor(text: string) {
    super(text);
    this.name = 'UsageError';
  }
}
