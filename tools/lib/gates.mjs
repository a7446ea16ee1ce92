import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository, varFolder } from './paths.mjs';
import { run } from './run.mjs';
import { ensureBuild } from './setup.mjs';

const FIVE_MINUTES = 300_000;

/**
 * The checks before the tests, each one result: `[{ name, title, applies?, check }]`; `check()` resolves with
 * `{ passed, failed, skipped, problems: [text] }`.
 */
export const GATES = [
  {
    name: 'format',
    title: 'formatting',
    check: () => tool('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
  },
  { name: 'types', title: 'types and build', check: types },
  { name: 'lint', title: 'lint and boundaries', check: () => tool('lint', 'eslint', ['.', '--max-warnings', '0']) },
  {
    name: 'dependencies',
    title: 'dependency directions',
    check: () =>
      tool('dependencies', 'depcruise', [
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'err',
        'apps',
        'libs',
      ]),
  },
  { name: 'deadcode', title: 'dead code', check: () => tool('deadcode', 'knip', ['--no-progress']) },
  {
    name: 'generated',
    title: 'generated files unchanged',
    applies: () => existsSync(inRepository('tools', 'generate.mjs')),
    check: () => command('generated', process.execPath, [inRepository('tools', 'generate.mjs'), '--check']),
  },
  { name: 'tools', title: 'tests of the tools', applies: () => toolTests().length > 0, check: testTools },
];

function tool(name, program, args) {
  return command(name, inRepository('node_modules', '.bin', program), args);
}

async function command(name, program, args) {
  const logFile = join(varFolder('log'), `test-${name}.log`);
  const result = await run(program, args, { timeoutMs: FIVE_MINUTES, logFile });
  if (result.code === 0) return { passed: 1, failed: 0, skipped: 0, problems: [] };
  const output = `${result.stdout}\n${result.stderr}`.trim().split('\n');
  const shown =
    output.length > 60 ? [...output.slice(0, 60), `… ${output.length - 60} more lines in ${logFile}`] : output;
  return {
    passed: 0,
    failed: 1,
    skipped: 0,
    problems: [(result.timedOut ? ['took too long', ...shown] : shown).join('\n')],
  };
}

async function types() {
  try {
    await ensureBuild();
    return { passed: 1, failed: 0, skipped: 0, problems: [] };
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, problems: [error.message] };
  }
}

function toolTests() {
  const folder = inRepository('tools', 'lib');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.spec.mjs'))
    .map((file) => join(folder, file));
}

async function testTools() {
  const result = await run(process.execPath, ['--test', '--test-reporter=tap', ...toolTests()], {
    timeoutMs: FIVE_MINUTES,
  });
  const total = (word) => Number(new RegExp(`^# ${word} (\\d+)`, 'm').exec(result.stdout)?.[1] ?? 0);
  const failed = Math.max(total('fail') + total('cancelled'), result.code === 0 ? 0 : 1);
  const lines = result.stdout.split('\n').filter((line) => /^\s*(not ok|error:|message:|expected:|actual:)/.test(line));
  return {
    passed: total('pass'),
    failed,
    skipped: total('skipped'),
    problems: failed === 0 ? [] : [lines.join('\n') || result.stderr],
  };
}
