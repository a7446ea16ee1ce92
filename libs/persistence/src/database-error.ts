/**
 * A statement that PostgreSQL (or the way to it) refused. It says which and why by SQLSTATE, never with what: the
 * driver's own error carries the parameters and the offending values, and errors end in logs.
 */
export class DatabaseError extends Error {
  constructor(
    /** Name of the statement. */
    readonly statement: string,
    /** SQLSTATE or a Node code such as ECONNREFUSED; UNKNOWN when there is none. */
    readonly code: string,
  ) {
    super(`${statement} failed in the database (${code})`);
    this.name = 'DatabaseError';
  }
}
