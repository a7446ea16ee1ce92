import { IsIn, IsInt, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';

/** Variables that every app has. Ports have their own names (GATEWAY_PORT …), read by each app's config. */
export class AppConfig {
  static readonly configKeys = ['sandboxClockUrl'];

  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
  logLevel = 'info';

  /** `sandbox` lets synthetic persons in and real ones out; `production` the other way round. */
  @IsIn(['production', 'sandbox'])
  mfEnvironment: 'production' | 'sandbox' = 'production';

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
