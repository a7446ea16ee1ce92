import { IsInt, IsString, Matches, Max, Min } from 'class-validator';

/**
 * PostgreSQL, read with `loadConfig(PersistenceConfig, environment, PersistenceConfig.prefix)`: DATABASE_URL (or
 * DATABASE_URL_FILE), DATABASE_SCHEMA, DATABASE_POOL_SIZE …
 *
 * Every wait has a bound, because a letter that waits for a hanging connection is a letter that nobody sees: connecting,
 * a statement (told to the server), a lock, and the answer itself (kept by the client, for a network that went away).
 */
export class PersistenceConfig {
  static readonly prefix = 'DATABASE_';

  /** `postgres://user:password@host:port/database`. A secret: never logged. */
  @Matches(/^postgres(ql)?:\/\//, { message: 'url must be a postgres:// URL' })
  url = '';

  /** Lower case letters, digits and underscores; the sandbox's schema is named after it (SandboxStore). */
  @Matches(/^[a-z][a-z0-9_]{0,40}$/, { message: 'schema must be lower case letters, digits and underscores' })
  schema = 'mf';

  /** Connections of this process, beside the relay's two own ones. */
  @IsInt()
  @Min(2)
  @Max(100)
  poolSize = 10;

  /** Shown in pg_stat_activity. */
  @IsString()
  applicationName = 'meldingsformidler';

  /** Milliseconds. */
  @IsInt()
  @Min(100)
  connectTimeoutMs = 5_000;

  /** Milliseconds. */
  @IsInt()
  @Min(100)
  statementTimeoutMs = 30_000;

  /** Milliseconds. */
  @IsInt()
  @Min(100)
  lockTimeoutMs = 10_000;
}
