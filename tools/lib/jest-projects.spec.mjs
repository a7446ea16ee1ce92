import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { summarise } from './jest-projects.mjs';

const report = (overrides) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  testResults: [],
  ...overrides,
});
const ended = (code) => ({ code, timedOut: false, stderr: 'what it said' });

describe('summarise', () => {
  it('adds up what was executed', () => {
    const result = summarise(report({ numPassedTests: 7, numPendingTests: 2, numTodoTests: 1 }), ended(0), 'unit');
    assert.deepEqual(result, { passed: 7, failed: 0, skipped: 3, executed: 7, problems: [] });
  });

  it('counts a suite that could not be loaded as a failure and says why', () => {
    const suite = { name: 'x.spec.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] };
    const result = summarise(report({ numRuntimeErrorTestSuites: 1, testResults: [suite] }), ended(1), 'unit');
    assert.equal(result.failed, 1);
    assert.match(result.problems[0], /Cannot find module/);
  });

  it('does not pass without a report, nor with a bad exit and no failing test', () => {
    assert.equal(summarise(undefined, ended(0), 'unit').failed, 1);
    assert.equal(summarise(report({ numPassedTests: 3 }), ended(1), 'unit').failed, 1);
  });
});
