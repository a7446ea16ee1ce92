import { DatabaseError } from './database-error.js';

/** SQLSTATE classes 22 (data exception) and 23 (integrity): about the rows, not about the database. */
export function isDataError(error: unknown): boolean {
  return error instanceof DatabaseError && /^2[23]/.test(error.code);
}
