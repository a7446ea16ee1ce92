import { readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { inRepository, ROOT, varFolder } from './paths.mjs';
import { run } from './run.mjs';

/** The Jest projects in order, with the time that each may take at most. */
export const JEST_PROJECTS = [
  { name: 'unit', title: 'unit tests', timeoutMs: 300_000 },
  { name: 'conformance', title: 'conformance tests', timeoutMs: 300_000 },
  { name: 'component', title: 'component tests', timeoutMs: 480_000, services: true },
  { name: 'system', title: 'system tests', timeoutMs: 480_000, services: true },
];

const SHOWN_LINES = 25;

/** Runs one project; `{ passed, failed, skipped, problems }` are taken from Jest's own JSON report, not from its text. */
export async function runJest({ name, timeoutMs }, services, update) {
  const report = join(varFolder('test'), `${name}.json`);
  rmSync(report, { force: true });
  const workers = Math.max(1, Math.min(cpus().length, 4));
  const args = [
    '--selectProjects',
    name,
    '--json',
    '--outputFile',
    report,
    '--passWithNoTests',
    '--ci',
    `--maxWorkers=${workers}`,
  ];
  const result = await run(process.execPath, [inRepository('node_modules', 'jest', 'bin', 'jest.js'), ...args], {
    timeoutMs,
    logFile: join(varFolder('log'), `test-${name}.log`),
    onLine: (line) => {
      if (/^(PASS|FAIL) /.test(line)) update(line.replace(/^(PASS|FAIL) /, '').slice(0, 60));
    },
    env: {
      ...process.env,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim(),
      ...(services.databaseUrl === undefined ? {} : { DATABASE_URL: services.databaseUrl, AMQP_URL: services.amqpUrl }),
    },
  });
  return summarise(read(report), result, name);
}

/** Pure. A suite that could not even be loaded counts as one failure, as does a run that left no report. */
export function summarise(report, { code, timedOut, stderr }, name) {
  if (report === undefined) {
    const why = timedOut ? 'took too long' : `left no report (exit ${code})`;
    return { passed: 0, failed: 1, skipped: 0, executed: 0, problems: [`${name} ${why}\n${firstLines(stderr)}`] };
  }
  const problems = report.testResults.flatMap(problemsOfSuite);
  const failed = report.numFailedTests + (report.numRuntimeErrorTestSuites ?? 0);
  const unexplained = code !== 0 && failed === 0;
  return {
    passed: report.numPassedTests,
    failed: failed + (unexplained ? 1 : 0),
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    executed: report.numPassedTests + report.numFailedTests,
    problems: unexplained ? [...problems, `${name} ended with ${code}\n${firstLines(stderr.slice(-3000))}`] : problems,
  };
}

function problemsOfSuite(suite) {
  const file = relative(ROOT, suite.name);
  const failures = suite.assertionResults.filter((test) => test.status === 'failed');
  if (failures.length === 0) return suite.status === 'failed' ? [`${file}\n${firstLines(suite.message)}`] : [];
  return failures.map((test) => `${file} › ${test.fullName}\n${firstLines(test.failureMessages.join('\n'))}`);
}

/** Without the colours, which are for terminals. */
function firstLines(text = '') {
  return stripVTControlCharacters(text).trim().split('\n').slice(0, SHOWN_LINES).join('\n');
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
