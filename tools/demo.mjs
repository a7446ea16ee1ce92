#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadLetters } from './lib/demo-letters.mjs';
import { problemsOf, table, toRows } from './lib/demo-report.mjs';
import { carryLetters } from './lib/demo-run.mjs';
import { withServices } from './lib/prepare.mjs';
import { say, step } from './lib/progress.mjs';
import { setUp } from './lib/setup.mjs';
import { refuseSecondStack } from './lib/stack-plan.mjs';
import { StackProcess } from './lib/stack-process.mjs';

/** npm run demo: the sample letters from RabbitMQ to every channel, and the receipts back. */
const USAGE = `npm run demo -- [--keep] [--json FILE]
  --keep        leaves the services and the apps running and prints their URLs
  --json FILE   writes { seconds, letters: [{ letterId, recipient, rule, channel, status, expected, seconds }] }`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  say(USAGE);
  process.exit(0);
}
const keep = args.includes('--keep');
const jsonFile = args.includes('--json') ? args[args.indexOf('--json') + 1] : undefined;
if (args.includes('--json') && (jsonFile === undefined || jsonFile.startsWith('--'))) {
  say(USAGE);
  process.exit(2);
}

let stack;
let stopped = false;
let kept = false;
const startedAt = performance.now();

process.exit(
  await withServices(demo, {
    keep: () => kept,
    onSignal: async () => {
      stopped = true;
      await stack?.stop();
    },
  }),
);

async function demo(services) {
  refuseSecondStack();
  await setUp();
  const letters = loadLetters();
  stack = new StackProcess(services);
  try {
    const urls = await step('starting the apps', (update) => stack.ready(update));
    const outcomes = await carryLetters({
      letters,
      amqpUrl: services.amqpUrl,
      prefix: process.env.AMQP_PREFIX || 'mf.',
      sandboxUrl: urls.sandbox,
      stopped: () => stopped,
    });
    const code = stopped ? 1 : show(outcomes);
    if (keep && !stopped) await leaveRunning(urls, services);
    return code;
  } finally {
    if (!kept) await step('stopping the apps', () => stack.stop());
  }
}

function show(outcomes) {
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const problems = problemsOf(outcomes);
  say(`\n${table(outcomes)}\n`);
  for (const problem of problems) say(`✗ ${problem}`);
  const reached = outcomes.filter((outcome) => problemsOf([outcome]).length === 0).length;
  say(`${reached} of ${outcomes.length} letters reached their expected end in ${seconds} s.`);
  if (jsonFile !== undefined) {
    writeFileSync(
      resolve(process.env.INIT_CWD ?? '.', jsonFile),
      `${JSON.stringify({ seconds, letters: toRows(outcomes) }, null, 2)}\n`,
    );
  }
  return problems.length === 0 ? 0 : 1;
}

async function leaveRunning(urls, services) {
  await stack.keep();
  kept = true;
  say('\nStill running; npm run stack -- --stop ends the apps, npm run services -- down the services that we started.');
  for (const [name, url] of Object.entries(urls)) say(`  ${name.padEnd(12)} ${url}`);
  say(`  ${'DATABASE_URL'.padEnd(12)} ${services.databaseUrl}\n  ${'AMQP_URL'.padEnd(12)} ${services.amqpUrl}`);
}
