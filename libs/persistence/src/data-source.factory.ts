import { DataSource } from 'typeorm';
import { connectionOptions } from './connection-options.js';
import { ENTITIES } from './entities/index.js';
import { GuardedClient } from './guarded-client.js';
import { MIGRATIONS } from './migrations/index.js';
import type { PersistenceConfig } from './persistence.config.js';

/**
 * The one DataSource, not connected yet. TypeORM's own logging is off: it would print parameters, and those are
 * people's letters. Connections are renewed every ten minutes so that one that a network swallowed does not stay.
 */
export function createDataSource(config: PersistenceConfig, own: DataSourceSettings = {}): DataSource {
  return new DataSource({
    type: 'postgres',
    url: config.url,
    schema: config.schema,
    applicationName: config.applicationName,
    poolSize: own.poolSize ?? config.poolSize,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'all',
    synchronize: false,
    logging: false,
    poolErrorHandler: () => undefined,
    extra: {
      ...connectionOptions(config, own.longestStatementMs),
      ...(own.lockTimeoutMs === undefined ? {} : { lock_timeout: own.lockTimeoutMs }),
      maxLifetimeSeconds: 600,
      Client: GuardedClient,
    },
  });
}

/** Where a DataSource differs from the app's own. */
export interface DataSourceSettings {
  readonly poolSize?: number;
  readonly longestStatementMs?: number;
  /** 0 = wait for ever. */
  readonly lockTimeoutMs?: number;
}
