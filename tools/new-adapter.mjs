#!/usr/bin/env node
import { newAdapter } from './lib/new-adapter.mjs';
import { inRepository } from './lib/paths.mjs';
import { say } from './lib/progress.mjs';
import { run } from './lib/run.mjs';

/** npm run new:adapter -- NAME: the skeleton of a provider folder, which passes the conformance suite. */
const [name] = process.argv.slice(2);
if (name === undefined || name.startsWith('-')) {
  say('npm run new:adapter -- NAME   (lower-case letters, digits and hyphens, e.g. kivra)');
  process.exit(name === '--help' ? 0 : 2);
}
try {
  const files = newAdapter(name);
  // Line lengths depend on the name; without node_modules the next `npm run format` does it.
  await run(inRepository('node_modules', '.bin', 'prettier'), ['--write', ...files]);
  say(files.map((file) => `  ${file}`).join('\n'));
  say('\nThe line in config/channels.yaml has it switched off. Next:');
  say(`  npm test -- --only types`);
  say(`  npm run jest -- --selectProjects conformance --testPathPatterns adapters/src/${name}/`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
