/** The command could not be carried out for a reason that a person can mend: only the text is shown, exit code 1. */
export class CommandError extends Error {
  constructor(text: string, options?: { cause?: unknown }) {
    super(text, options);
    this.name = 'CommandError';
  }
}
