import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FailureGate } from './failure-gate.js';

const passed = (gate: FailureGate, log: string[], name: string): void => {
  void gate.pass().then((verdict) => log.push(`${name} ${verdict}`));
};

describe('FailureGate', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('stays open for failures that successes interrupt', () => {
    const gate = new FailureGate();
    for (let round = 0; round < 10; round += 1) {
      gate.failed();
      gate.failed();
      gate.succeeded();
    }
    expect(gate.shut).toBe(false);
  });

  it('shuts after three failures in a row and then lets one at a time through', async () => {
    const gate = new FailureGate();
    const log: string[] = [];
    for (let failure = 0; failure < 3; failure += 1) gate.failed();
    passed(gate, log, 'first');
    passed(gate, log, 'second');
    await jest.advanceTimersByTimeAsync(10);
    expect(log).toEqual([]);
    await jest.advanceTimersByTimeAsync(200);
    expect(log).toEqual(['first pass']);
    gate.failed();
    await jest.advanceTimersByTimeAsync(4_000);
    expect(log).toEqual(['first pass', 'second pass']);
  });

  it('opens for all at the first success', async () => {
    const gate = new FailureGate();
    const log: string[] = [];
    for (let failure = 0; failure < 3; failure += 1) gate.failed();
    for (const name of ['a', 'b', 'c']) passed(gate, log, name);
    await jest.advanceTimersByTimeAsync(200);
    gate.succeeded();
    await jest.advanceTimersByTimeAsync(0);
    expect(log).toEqual(['a pass', 'b pass', 'c pass']);
    expect(gate.shut).toBe(false);
  });

  it('keeps the probe for the next that comes when nobody waits', async () => {
    const gate = new FailureGate();
    const log: string[] = [];
    for (let failure = 0; failure < 3; failure += 1) gate.failed();
    await jest.advanceTimersByTimeAsync(200);
    passed(gate, log, 'late');
    passed(gate, log, 'later');
    await jest.advanceTimersByTimeAsync(0);
    expect(log).toEqual(['late pass']);
  });

  it('sends all who wait away when it is closed', async () => {
    const gate = new FailureGate();
    const log: string[] = [];
    for (let failure = 0; failure < 3; failure += 1) gate.failed();
    passed(gate, log, 'a');
    gate.close();
    passed(gate, log, 'b');
    await jest.advanceTimersByTimeAsync(0);
    expect(log).toEqual(['a closed', 'b closed']);
  });
});
