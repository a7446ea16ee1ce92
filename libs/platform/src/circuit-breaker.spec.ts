import { describe, expect, it } from '@jest/globals';
import { CircuitBreaker, type CallOutcome } from './circuit-breaker.js';

class Time {
  ms = 1_000;
  readonly breaker = new CircuitBreaker({ failuresToOpen: 3, halfOpenAfterMs: 500 }, () => this.ms);

  call(outcome: CallOutcome): string {
    const admission = this.breaker.admit();
    if (admission === undefined) return 'refused';
    this.breaker.settle(admission, outcome);
    return admission;
  }
}

function openOne(): Time {
  const time = new Time();
  expect(['down', 'down', 'down'].map((outcome) => time.call(outcome as CallOutcome))).toEqual([
    'call',
    'call',
    'call',
  ]);
  expect(time.call('up')).toBe('refused');
  return time;
}

describe('CircuitBreaker', () => {
  it('opens after failures on end, and not for ones with a success between them', () => {
    const time = new Time();
    for (let round = 0; round < 10; round += 1) {
      expect([time.call('down'), time.call('down'), time.call('up')]).toEqual(['call', 'call', 'call']);
    }
    expect(time.breaker.isOpen).toBe(false);
    openOne();
  });

  it('takes calls that their caller gave up for nothing', () => {
    const time = new Time();
    time.call('down');
    time.call('down');
    for (let round = 0; round < 10; round += 1) expect(time.call('unknown')).toBe('call');
    time.call('down');
    expect(time.breaker.isOpen).toBe(true);
  });

  it('lets one probe through after its time, which closes it', () => {
    const time = openOne();
    time.ms += 499;
    expect(time.breaker.admit()).toBeUndefined();
    time.ms += 1;
    expect(time.breaker.admit()).toBe('probe');
    expect(time.breaker.admit()).toBeUndefined();
    expect(time.breaker.isOpen).toBe(true);
    time.breaker.settle('probe', 'up');
    expect(time.breaker.isOpen).toBe(false);
    expect(time.call('down')).toBe('call');
    expect(time.breaker.isOpen).toBe(false);
  });

  it('waits again after a probe that failed', () => {
    const time = openOne();
    time.ms += 500;
    expect(time.call('down')).toBe('probe');
    time.ms += 499;
    expect(time.breaker.admit()).toBeUndefined();
    time.ms += 1;
    expect(time.call('up')).toBe('probe');
  });

  it('probes anew when the caller of the probe gave up', () => {
    const time = openOne();
    time.ms += 500;
    expect(time.call('unknown')).toBe('probe');
    expect(time.breaker.isOpen).toBe(true);
    expect(time.call('up')).toBe('probe');
  });

  it('is not put off by late failures of calls from before it opened, and closed by a late success', () => {
    const time = openOne();
    time.ms += 400;
    time.breaker.settle('call', 'down');
    time.ms += 100;
    expect(time.breaker.admit()).toBe('probe');
    time.breaker.settle('call', 'down');
    expect(time.breaker.admit()).toBeUndefined();
    time.breaker.settle('call', 'up');
    expect(time.breaker.isOpen).toBe(false);
  });
});
