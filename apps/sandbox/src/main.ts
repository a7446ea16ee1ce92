import 'reflect-metadata';
import { ConfigurationError } from '#platform/config-error.js';
import { createLogger } from '#platform/logger.js';
import { startSandbox } from './sandbox-app.js';

try {
  await startSandbox(process.env);
} catch (error) {
  if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
  else createLogger('sandbox', 'info').fatal({ err: error }, 'the sandbox did not start');
  process.exit(1);
}
