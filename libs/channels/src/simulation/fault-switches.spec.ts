import { describe, expect, it } from '@jest/globals';
import { FaultSwitches } from './fault-switches.js';

describe('FaultSwitches', () => {
  it('behaves until a switch is set', () => {
    expect(new FaultSwitches().next('krr', ['slow'])).toBeUndefined();
  });

  it('hits only the service and the modes asked for', () => {
    const faults = new FaultSwitches();
    faults.set({ service: 'krr', mode: 'slow', rate: 1 });
    expect(faults.next('altinn', ['slow'])).toBeUndefined();
    expect(faults.next('krr', ['timeout'])).toBeUndefined();
    expect(faults.next('krr', ['timeout', 'slow'])).toBe('slow');
  });

  it('replaces the switch of the same service', () => {
    const faults = new FaultSwitches();
    faults.set({ service: 'krr', mode: 'slow', rate: 1 });
    faults.set({ service: 'krr', mode: 'reset', rate: 1 });
    expect(faults.list()).toEqual([{ service: 'krr', mode: 'reset', rate: 1 }]);
  });

  it('takes a switch away on ok and all on clear', () => {
    const faults = new FaultSwitches();
    faults.set({ service: 'krr', mode: 'slow', rate: 1 });
    faults.set({ service: 'dpi', mode: 'slow', rate: 1 });
    faults.set({ service: 'krr', mode: 'ok', rate: 1 });
    expect(faults.list().map((fault) => fault.service)).toEqual(['dpi']);
    faults.clear();
    expect(faults.list()).toEqual([]);
  });

  it('hits exactly count times', () => {
    const faults = new FaultSwitches();
    faults.set({ service: 'print', mode: 'error-500', rate: 1, count: 2 });
    const modes = [1, 2, 3].map(() => faults.next('print', ['error-500']));
    expect(modes).toEqual(['error-500', 'error-500', undefined]);
    expect(faults.list()).toEqual([]);
  });

  it('rolls the dice for each call and counts only hits', () => {
    const rolls = [0.9, 0.1, 0.5, 0.49];
    const faults = new FaultSwitches(() => rolls.shift() ?? 1);
    faults.set({ service: 'dpi', mode: 'reject', rate: 0.5, count: 2 });
    const hits = [1, 2, 3, 4].map(() => faults.next('dpi', ['reject']) !== undefined);
    expect(hits).toEqual([false, true, false, true]);
  });

  it('never hits at rate 0, even when the dice show 0', () => {
    const faults = new FaultSwitches(() => 0);
    faults.set({ service: 'dpi', mode: 'reject', rate: 0 });
    expect(faults.next('dpi', ['reject'])).toBeUndefined();
  });
});
