import pg from 'pg';
import { connectionOptions } from './connection-options.js';
import { createDataSource } from './data-source.factory.js';
import type { PersistenceConfig } from './persistence.config.js';

/** How long an app may wait at boot while another one migrates, milliseconds. */
const LONGEST_MIGRATION_MS = 600_000;

/**
 * Brings the schema up to date, making it first where it is missing. Several apps boot at once: a session-level
 * advisory lock lets one of them work and the others find everything done. The lock is the connection's, so an app
 * that dies in the middle leaves neither a lock nor half a migration (they run in one transaction).
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
    lockTimeoutMs: 0,
  });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}
