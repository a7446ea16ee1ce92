#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { inRepository } from './lib/paths.mjs';
import { progressTo, say } from './lib/progress.mjs';
import { readServices } from './lib/services-state.mjs';
import { ensureBuild, ensureNodeModules, requireNode } from './lib/setup.mjs';

/**
 * npm run mf -- …: the command line for people (apps/cli). Sets up what is missing, which is told on standard error so
 * that standard output is the command's alone. The broker is that of AMQP_URL, else the one that our own services
 * command started. File names count from where the command was typed.
 */
progressTo(process.stderr);
requireNode();
try {
  await ensureNodeModules();
  await ensureBuild();
} catch (error) {
  say(error.message);
  process.exit(1);
}
const started = readServices().rabbitmq?.url;
const child = spawn(process.execPath, [inRepository('dist/apps/cli/src/main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: (process.env.npm_lifecycle_event === 'mf' && process.env.INIT_CWD) || process.cwd(),
  env: { ...process.env, ...(process.env.AMQP_URL || started === undefined ? {} : { AMQP_URL: started }) },
});
// A terminal sends Ctrl-C to both; the child decides how it ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 130);
});
