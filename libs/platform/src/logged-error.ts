import { maskIdentifiers } from './mask-identifiers.js';

/** What of an error stands in the log. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  /** Node's, SQLSTATE or ours. */
  readonly code?: string;
  /** Frames alone: the head of a stack repeats the message. */
  readonly stack?: string;
  readonly cause?: LoggedError;
}

const NOT_SHOWN = '(not shown: it may quote data)';
const MOST_CAUSES = 5;

/**
 * Errors of libraries carry data: TypeORM hangs the parameters of the statement on its error, pg the offending row,
 * `new URL` its input, and the messages of pg and JSON.parse quote what they could not read. So fields are taken by
 * name and never copied, and messages of those that quote are left out; type, code and frames say where to look.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: NOT_SHOWN };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const stack = framesOf(error);
  return {
    type: error.name,
    message: reasonOf(error),
    ...code,
    ...(stack === '' ? {} : { stack }),
    ...(error.cause === undefined || depth === MOST_CAUSES ? {} : { cause: loggedError(error.cause, depth + 1) }),
  };
}

/** The message of an error where it may be shown, without anything that looks like a fødselsnummer. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && !quotesData(error) ? maskIdentifiers(error.message) : NOT_SHOWN;
}

/** JSON.parse; TypeORM, which takes over the driver's message; pg itself, whose errors have a severity. */
function quotesData(error: Error): boolean {
  return error instanceof SyntaxError || 'driverError' in error || 'severity' in error;
}

function framesOf(error: Error): string {
  const lines = (error.stack ?? '').split('\n');
  return lines.filter((line) => /^\s+at .*(:\d+:\d+\)?|\(<anonymous>\)|\(native\))$/.test(line)).join('\n');
}
