import type { ClientConfig } from 'pg';
import type { PersistenceConfig } from './persistence.config.js';

/**
 * What every connection is opened with, pooled or own. The schema is chosen by `search_path` and not written into the
 * statements, so that the same SQL serves a schema per test and per installation. The server ends statements, lock
 * waits and abandoned transactions by itself; `query_timeout` is for a server that is not there to do it.
 */
export function connectionOptions(config: PersistenceConfig): ClientConfig {
  return {
    connectionString: config.url,
    application_name: config.applicationName,
    options: `-c search_path=${config.schema}`,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: config.connectTimeoutMs,
    statement_timeout: config.statementTimeoutMs,
    lock_timeout: config.lockTimeoutMs,
    idle_in_transaction_session_timeout: config.statementTimeoutMs,
    query_timeout: config.statementTimeoutMs + 5_000,
  };
}
