import { IsIn, IsInt, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';
import type { MfEnvironment } from '#domain/identifiers.js';

/** Variables that every app has. Ports have their own names (GATEWAY_PORT …), read by each app's config. */
export class AppConfig {
  static readonly configKeys = ['sandboxClockUrl'];

  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
  logLevel = 'info';

  /**
   * `sandbox` and `test` let synthetic recipients in and real ones out, `production` the other way round. `test` is for
   * the test environments of the national services, which are asked at production's pace.
   */
  @IsIn(['production', 'test', 'sandbox'])
  mfEnvironment: MfEnvironment = 'production';

  /** `from-2032` also takes person identifiers by the relaxed rule for the first check digit, as test data has early. */
  @IsIn(['until-2032', 'from-2032'])
  identifierRule: 'until-2032' | 'from-2032' = 'until-2032';

  /** Follows the sandbox's movable clock; never set in production. */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true })
  sandboxClockUrl?: string;

  @IsString()
  bindAddress = '127.0.0.1';

  /** How long a shutdown may drain before it gives up, milliseconds. */
  @IsInt()
  @Min(0)
  @Max(600_000)
  shutdownTimeoutMs = 15_000;
}
