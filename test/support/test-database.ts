import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { createDataSource } from '#persistence/data-source.factory.js';
import { migrate } from '#persistence/migrate.js';
import { PersistenceConfig } from '#persistence/persistence.config.js';
import { sandboxSchema } from '#persistence/sandbox-schema.js';

/** A migrated schema of its own in the real database, for one test file; `drop` it in afterAll. */
export interface TestDatabase {
  readonly config: PersistenceConfig;
  readonly dataSource: DataSource;
  /** Another DataSource on the same schema, as a second instance has; closed by `drop`. */
  connect(): Promise<DataSource>;
  drop(): Promise<void>;
}

const DEFAULT_URL = 'postgres://postgres@127.0.0.1:5432/postgres';

/** The configuration alone, for an app that migrates by itself; nothing is made. */
export function testDatabaseConfig(url = process.env['DATABASE_URL'] ?? DEFAULT_URL): PersistenceConfig {
  return Object.assign(new PersistenceConfig(), {
    url,
    schema: `test_${String(process.pid)}_${randomBytes(4).toString('hex')}`,
    poolSize: 5,
    applicationName: 'meldingsformidler test',
  });
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const config = testDatabaseConfig();
  await migrate(config);
  const open: DataSource[] = [];
  const connect = async (): Promise<DataSource> => {
    const dataSource = await createDataSource(config).initialize();
    open.push(dataSource);
    return dataSource;
  };
  const dataSource = await connect();
  return {
    config,
    dataSource,
    connect,
    drop: async () => {
      await dropSchemas(config);
      await Promise.all(open.map((each) => each.destroy()));
    },
  };
}

/** Removes what a configuration of `testDatabaseConfig` made, the sandbox's schema with it. */
export async function dropSchemas(config: PersistenceConfig): Promise<void> {
  const dataSource = await createDataSource(config, { poolSize: 1 }).initialize();
  try {
    await dataSource.query(`DROP SCHEMA IF EXISTS "${config.schema}", "${sandboxSchema(config.schema)}" CASCADE`);
  } finally {
    await dataSource.destroy();
  }
}
