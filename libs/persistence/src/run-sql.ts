import type { EntityManager } from 'typeorm';
import { DatabaseError } from './database-error.js';

/** A DataSource, or the manager of a transaction that is open. */
export type SqlRunner = Pick<EntityManager, 'query'>;

/** Another transaction was in the way and PostgreSQL undid ours: the same statement may be sent again. */
const UNDONE = new Set(['40P01', '40001']);
const ATTEMPTS = 3;

/** Runs one named statement and gives its rows. Throws DatabaseError, without parameters. */
export async function runSql<Row = unknown>(
  runner: SqlRunner,
  name: string,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return named(name, () => runner.query<readonly Row[]>(`/* mf:${name} */ ${sql}`, [...parameters]));
}

/** For what goes through a repository or a query builder: TypeORM's error, which has the parameters, ends here. */
export async function named<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw new DatabaseError(name, codeOf(error));
  }
}

/** Repeats `work`, which must be one whole transaction, when it lost against another one. */
export async function repeatIfUndone<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof DatabaseError) || !UNDONE.has(error.code)) throw error;
    }
  }
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'UNKNOWN';
  if ('driverError' in error && error.driverError !== error) return codeOf(error.driverError);
  return 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}
