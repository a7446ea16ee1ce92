import { DatabaseError } from '#persistence/database-error.js';
import { isDataError } from '#persistence/data-error.js';

/** The database, or the way to it, failed; nothing is wrong with the rows, so the same may succeed in a moment. */
export function isDatabaseAway(error: unknown): boolean {
  return error instanceof DatabaseError && !isDataError(error);
}
