#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCHES } from './lib/benches.mjs';
import { withServices } from './lib/prepare.mjs';
import { say, step } from './lib/progress.mjs';
import { varFolder } from './lib/paths.mjs';
import { setUp } from './lib/setup.mjs';

/** npm run bench: what we do beside what its unavoidable parts cost alone, in one run; a table and var/bench.json. */
const USAGE = `npm run bench -- [--quick]
  --quick   fewer rounds; whole run under 10 minutes`;

const args = process.argv.slice(2);
if (args.some((argument) => argument !== '--quick')) {
  say(USAGE);
  process.exit(args.includes('--help') ? 0 : 2);
}

process.exit(await withServices(bench, { needed: false }));

async function bench() {
  await setUp();
  const result = {};
  for (const { name, title, measure } of BENCHES) {
    result[name] = await step(title, () => measure({ rounds: args.includes('--quick') ? 5 : 9 }));
  }
  const file = join(varFolder(), 'bench.json');
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  say('');
  for (const { name, lines } of BENCHES) for (const line of lines(result[name])) say(line);
  say(`\n${file}`);
  return 0;
}
