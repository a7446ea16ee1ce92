#!/usr/bin/env node
import { withServices } from './lib/prepare.mjs';
import { say, step } from './lib/progress.mjs';
import { appEnvironment, sandboxEnvironment } from './lib/sandbox-environment.mjs';
import { setUp } from './lib/setup.mjs';
import { planStack } from './lib/stack-plan.mjs';
import { Stack, stopRunningStack } from './lib/stack.mjs';

/**
 * npm run stack: sandbox, gateway, receipts and console in the foreground until Ctrl-C, and the supervisor that starts
 * again what dies. Also the demo's engine: started with an IPC channel it reports over it, and stops when the channel
 * closes before the parent has said `keep`, so that even a killed demo leaves nothing behind.
 */
const USAGE = `npm run stack -- [--no-sandbox] [--gateways N] [--receipts N]
npm run stack -- --stop     stops the one that runs`;

const options = parse(process.argv.slice(2));
if (options.help) {
  say(USAGE);
  process.exit(0);
}
if (options.stop) {
  say((await step('stopping the stack', () => stopRunningStack())) ? 'Stopped.' : 'No stack of this repository runs.');
  process.exit(0);
}

let stack;
let stopping;
const finished = deferred();
let kept = false;
const stop = () => (stopping ??= (stack?.stop() ?? Promise.resolve()).then(() => finished.resolve()));

process.on('message', (message) => {
  if (message === 'keep') kept = true;
});
process.on('disconnect', () => {
  if (!kept) process.kill(process.pid, 'SIGTERM');
});

process.exit(
  await withServices(
    async (services) => {
      await setUp();
      const environment = options.sandbox ? sandboxEnvironment(services) : appEnvironment(services);
      stack = new Stack(planStack(options, environment), environment, report);
      try {
        if (stopping === undefined) await stack.start();
      } catch (error) {
        tell({ event: 'failed', text: error.message });
        await stack.stop();
        throw error;
      }
      if (stopping === undefined) {
        say(stack.plan.map(({ name, url }) => `  ${name.padEnd(12)} ${url}`).join('\n'));
        say('ready');
        tell({ event: 'stack-ready', urls: Object.fromEntries(stack.plan.map(({ name, url }) => [name, url])) });
      }
      await finished.promise;
      return 0;
    },
    { onSignal: stop },
  ),
);

function report(event, details) {
  const lines = {
    started: () => undefined,
    ready: () => `  ${details.name} is ready at ${details.url}`,
    died: () => `  ${details.name} died (${details.signal ?? `code ${details.code}`}); starting it again`,
    'gave-up': () => `  ${details.name} cannot start; see var/log/${details.name}.log`,
    killed: () => `  ${details.name} did not drain in time and was killed`,
    orphan: () => `  ending ${details.name} (process ${details.pid}), left by a stack that was killed`,
  };
  const line = lines[event]();
  if (line !== undefined) say(line);
  tell({ event, ...details });
}

function tell(message) {
  if (process.connected) process.send(message, () => undefined);
}

function parse(args) {
  const number = (name) => {
    const at = args.indexOf(name);
    if (at < 0) return 1;
    const value = Number(args[at + 1]);
    if (Number.isInteger(value) && value >= 1 && value <= 9) return value;
    say(`${name} needs a number from 1 to 9.\n${USAGE}`);
    process.exit(2);
  };
  return {
    help: args.includes('--help'),
    stop: args.includes('--stop'),
    sandbox: !args.includes('--no-sandbox'),
    gateways: number('--gateways'),
    receipts: number('--receipts'),
  };
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
