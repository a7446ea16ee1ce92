#!/usr/bin/env node
import { GATES } from './lib/gates.mjs';
import { JEST_PROJECTS, runJest } from './lib/jest-projects.mjs';
import { withServices } from './lib/prepare.mjs';
import { duration, say, step } from './lib/progress.mjs';
import { ensureCertificates, ensureNodeModules } from './lib/setup.mjs';
import { ensureTestTools } from './lib/test-tools.mjs';

/**
 * npm test: every gate, then every kind of test; a failing step does not stop the others. The last line is
 * `N passed, N failed, N skipped`, where each gate counts as one. Without a single executed Jest test it fails.
 */
const NAMES = [...GATES, ...JEST_PROJECTS].map((entry) => entry.name);
const only = parse(process.argv.slice(2));
const selected = (entry) => only === undefined || only.includes(entry.name);
const projects = JEST_PROJECTS.filter(selected);
const totals = { passed: 0, failed: 0, skipped: 0, executed: 0 };
const problems = [];
const startedAt = performance.now();

const code = await withServices(testEverything, { needed: projects.some((project) => project.services) });
if (code !== 0 && totals.failed === 0) totals.failed = 1;
for (const problem of problems) say(`\n✗ ${problem.replaceAll('\n', '\n    ')}`);
say(`\n${duration(performance.now() - startedAt)}`);
say(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = code === 0 && totals.failed === 0 ? 0 : code || 1;

async function testEverything(services) {
  await ensureNodeModules();
  await ensureCertificates();
  if (projects.length > 0) await ensureTestTools();
  for (const gate of GATES.filter(selected)) {
    if (gate.applies?.() ?? true) await count(gate, () => gate.check());
  }
  for (const project of projects) await count(project, (update) => runJest(project, services, update));
  if (projects.length > 0 && totals.executed === 0) {
    problems.push('no Jest test was executed');
    totals.failed += 1;
  }
  return totals.failed === 0 ? 0 : 1;
}

async function count({ title }, check) {
  const result = await step(title, check, ({ failed }) => failed === 0);
  for (const name of Object.keys(totals)) totals[name] += result[name] ?? 0;
  problems.push(...result.problems.map((problem) => `${title}: ${problem}`));
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  say(
    `  ${result.failed === 0 ? 'passed' : `FAILED ${result.failed}`}${result.passed > 1 ? `, ${result.passed} tests passed` : ''}${skipped}`,
  );
}

function parse(args) {
  if (args.length === 0) return undefined;
  const names = args[0] === '--only' ? (args[1] ?? '').split(',') : [];
  if (names.length > 0 && names.every((name) => NAMES.includes(name))) return names;
  say(`npm test [-- --only NAME,…]   names: ${NAMES.join(', ')}`);
  process.exit(args[0] === '--help' ? 0 : 2);
}
