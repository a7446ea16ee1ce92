import { Socket } from 'node:net';
import type { ClientConfig } from 'pg';
import type { PersistenceConfig } from './persistence.config.js';

/**
 * What every connection is opened with, pooled or own. The schema is chosen by `search_path` and not written into the
 * statements, so that the same SQL serves a schema per test and per installation. The server ends statements, lock
 * waits and abandoned transactions by itself. For a server that is not there to do it, a socket that stays silent for
 * longer than any statement may take is destroyed. `query_timeout` alone would free the caller but not the connection:
 * the pool would hand it out again, and first, with the dead statement in front of every other. A connection that only
 * listens is asked more often than that.
 */
export function connectionOptions(
  config: PersistenceConfig,
  longestStatementMs = config.statementTimeoutMs,
): ClientConfig {
  const answerMs = longestStatementMs + 5_000;
  return {
    connectionString: config.url,
    application_name: config.applicationName,
    options: `-c search_path=${config.schema}`,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: config.connectTimeoutMs,
    statement_timeout: longestStatementMs,
    lock_timeout: config.lockTimeoutMs,
    idle_in_transaction_session_timeout: config.statementTimeoutMs,
    query_timeout: answerMs + 1_000,
    stream: () => silenceEnds(answerMs),
  };
}

function silenceEnds(milliseconds: number): Socket {
  const socket = new Socket();
  socket.setTimeout(milliseconds, () =>
    socket.destroy(new Error(`The database was silent for ${String(milliseconds)} ms.`)),
  );
  return socket;
}
