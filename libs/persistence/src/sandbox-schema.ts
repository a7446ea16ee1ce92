import type { DataSource } from 'typeorm';
import { runSql } from './run-sql.js';

/** `sandbox` beside the shipped schema `mf`; beside another one its name with `_sandbox`, so that tests are apart. */
export function sandboxSchema(schema: string): string {
  return schema === 'mf' ? 'sandbox' : `${schema}_sandbox`;
}

/**
 * Makes the sandbox's tables where they are missing. No migrations: nothing in them outlives a change of the sandbox
 * that could not be thrown away. `ordinal` keeps the order of first insertion over updates.
 */
export async function prepareSandbox(dataSource: DataSource, schema: string): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await runSql(manager, 'sandbox-lock', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `meldingsformidler.migrate.${schema}`,
    ]);
    for (const statement of statements(schema)) await runSql(manager, 'sandbox-prepare', statement);
  });
}

function statements(schema: string): readonly string[] {
  return [
    `CREATE SCHEMA IF NOT EXISTS ${schema}`,
    `CREATE TABLE IF NOT EXISTS ${schema}.items (
      collection text NOT NULL,
      id text NOT NULL,
      ordinal bigint GENERATED ALWAYS AS IDENTITY,
      body jsonb NOT NULL,
      PRIMARY KEY (collection, id)
    )`,
    `CREATE INDEX IF NOT EXISTS items_order ON ${schema}.items (collection, ordinal)`,
    `CREATE TABLE IF NOT EXISTS ${schema}.blobs (key text PRIMARY KEY, bytes bytea NOT NULL)`,
    `ALTER TABLE ${schema}.blobs ALTER COLUMN bytes SET STORAGE EXTERNAL`,
    `CREATE TABLE IF NOT EXISTS ${schema}.settings (name text PRIMARY KEY, value jsonb NOT NULL)`,
  ];
}
