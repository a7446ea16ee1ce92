#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRepository } from './lib/paths.mjs';
import { withServices } from './lib/prepare.mjs';
import { say } from './lib/progress.mjs';
import { ensureBuild, ensureNodeModules } from './lib/setup.mjs';

/**
 * npm run generate: writes the files that are made from the code: JSON Schema, AsyncAPI, RabbitMQ definitions and the
 * description of the database schema. With --check nothing is written and the exit code is 1 when a file differs; the
 * database is left out of that, since a component test compares it with a freshly migrated schema.
 */
const check = process.argv.includes('--check');
const SENDERS = inRepository('config', 'sandbox', 'senders.yaml');

await ensureNodeModules();
await ensureBuild();
const files = [...(await contractFiles()), await definitions()];
const stale = [];
for (const { path, content } of files) {
  const formatted = await prettified(path, content);
  if (current(path) === formatted) continue;
  stale.push(path);
  if (!check) write(path, formatted);
}
if (!check) await withServices(schema, { needed: true });
if (check && stale.length > 0)
  say(`not as generated: ${stale.join(', ')}. Run "npm run generate" and commit the result.`);
else
  say(
    check
      ? 'generated files are as the code makes them'
      : `written: ${[...stale, 'libs/persistence/schema.sql'].join(', ')}`,
  );
process.exitCode = check && stale.length > 0 ? 1 : 0;

async function contractFiles() {
  const { generatedFiles } = await import('../dist/libs/contract/src/generated-files.js');
  return generatedFiles();
}

/** With the sandbox's senders, as an example of the least-privilege users. */
async function definitions() {
  const { topologyFor } = await import('../dist/libs/messaging/src/topology.js');
  const { toDefinitions } = await import('../dist/libs/messaging/src/definitions.js');
  const { readSenders } = await import('../dist/libs/platform/src/read-senders.js');
  const directory = readSenders(SENDERS, 'guest', 'sandbox');
  const sendsFor = (supplier) => directory.all().filter((sender) => sender.suppliers.includes(supplier));
  const access = [
    ...directory.all().map(({ organisationNumber }) => ({ organisationNumber, sendsFor: [organisationNumber] })),
    ...directory.allSuppliers().map(({ organisationNumber }) => ({
      organisationNumber,
      sendsFor: sendsFor(organisationNumber).map((sender) => sender.organisationNumber),
    })),
  ];
  const content = JSON.stringify(toDefinitions(topologyFor('mf.', directory.organisationNumbers()), access));
  return { path: 'config/rabbitmq/definitions.json', content };
}

async function schema(services) {
  const { writeSchema } = await import('../dist/libs/persistence/src/tools/write-schema.js');
  await writeSchema(services.databaseUrl, inRepository('libs', 'persistence', 'schema.sql'));
  return 0;
}

async function prettified(path, content) {
  const { format, resolveConfig } = await import('prettier');
  return format(content, { ...(await resolveConfig(inRepository(path))), parser: 'json' });
}

function current(path) {
  try {
    return readFileSync(inRepository(path), 'utf8');
  } catch {
    return undefined;
  }
}

function write(path, content) {
  mkdirSync(dirname(inRepository(path)), { recursive: true });
  writeFileSync(inRepository(path), content);
}
