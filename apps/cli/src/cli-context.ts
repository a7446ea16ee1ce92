import type { Clock } from '#domain/clock.js';
import type { MfConfig } from './mf.config.js';
import type { Output } from './output.js';

/** What every command works with. */
export interface CliContext {
  readonly output: Output;
  readonly clock: Clock;
  /** Reads the variables when a command needs them: `package inspect` works without any. Throws ConfigurationError. */
  readonly config: () => MfConfig;
  /** The repository, for the commands that write sources. */
  readonly repository: string;
}
