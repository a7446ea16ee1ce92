import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { connectionOptions } from './connection-options.js';
import { createDataSource } from './data-source.factory.js';
import type { PersistenceConfig } from './persistence.config.js';

/** How long an app may wait at boot while another one migrates, milliseconds. */
const LONGEST_MIGRATION_MS = 600_000;
/** A change of a table waits no longer than this for those who use it: everybody else queues behind it meanwhile. */
const LOCK_TIMEOUT_MS = 2_000;
const TRY_AGAIN_AFTER_MS = 1_000;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Brings the schema up to date, making it first where it is missing. Several apps boot at once: a session-level
 * advisory lock lets one of them work and the others find everything done. The lock is the connection's, so an app
 * that dies in the middle leaves neither a lock nor half a migration (they run in one transaction).
 *
 * Another version may be at work on the same tables, or a dump be taken. A lock that is not had soon is given up and
 * tried for again, so that the letters of those who run never wait behind the migration for long.
 */
export async function migrate(config: PersistenceConfig): Promise<void> {
  const lock = new pg.Client({ ...connectionOptions(config, LONGEST_MIGRATION_MS), lock_timeout: 0 });
  lock.on('error', () => undefined);
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [
      `meldingsformidler.migrate.${config.schema}`,
    ]);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS "${config.schema}"`);
    await runMigrations(config);
  } finally {
    await lock.end();
  }
}

async function runMigrations(config: PersistenceConfig): Promise<void> {
  const dataSource = createDataSource(config, {
    poolSize: 2,
    longestStatementMs: LONGEST_MIGRATION_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
  });
  await dataSource.initialize();
  const begun = performance.now();
  try {
    while (!(await hasMigrated(dataSource))) {
      if (performance.now() - begun > LONGEST_MIGRATION_MS) throw new Error('The tables were locked for too long.');
      await delay(TRY_AGAIN_AFTER_MS);
    }
  } finally {
    await dataSource.destroy();
  }
}

/** False when a table was locked by others; then nothing has changed. */
async function hasMigrated(dataSource: DataSource): Promise<boolean> {
  try {
    await dataSource.runMigrations();
    return true;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}
