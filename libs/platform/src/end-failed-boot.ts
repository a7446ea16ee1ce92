import { ConfigurationError } from './config-error.js';
import { createLogger } from './logger.js';

/** EX_CONFIG of sysexits.h: what only a person can mend, so a supervisor need not try again. */
const BAD_CONFIGURATION = 78;
const FAILED = 1;

/** The last words of an app that could not start: a wrong configuration in plain lines, all else in the log. */
export function endFailedBoot(app: string, error: unknown): never {
  if (error instanceof ConfigurationError) {
    process.stderr.write(`${app}: ${error.message}\n`);
    process.exit(BAD_CONFIGURATION);
  }
  createLogger(app, 'info').fatal({ code: 'BOOT_FAILED', err: error }, 'the app could not start');
  process.exit(FAILED);
}
