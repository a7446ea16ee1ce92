import 'reflect-metadata';
import { join } from 'node:path';
import { systemClock } from '#domain/clock.js';
import { loadConfig } from '#platform/load-config.js';
import { runCli } from './run-cli.js';
import { MfConfig } from './mf.config.js';
import { Output } from './output.js';

// `| head` closes the pipe: nobody reads on, so there is nothing left to say.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runCli(process.argv.slice(2), {
  output: new Output(process.stdout, process.stderr),
  clock: systemClock,
  config: () => loadConfig(MfConfig, process.env),
  repository: join(import.meta.dirname, '../../../..'),
});
