import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, jest } from '@jest/globals';
import { TimeLimit, withTimeLimit } from './time-limit.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Milliseconds until the signal ends. */
function untilAborted(signal: AbortSignal): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(performance.now() - begun);
    });
  });
}

describe('TimeLimit', () => {
  it('ends after its time, also when garbage has been collected meanwhile', async () => {
    const aborted = untilAborted(new TimeLimit(60, new AbortController().signal).signal);
    for (let round = 0; round < 5; round += 1) {
      collectGarbage();
      await new Promise(setImmediate);
    }
    expect(await aborted).toBeGreaterThanOrEqual(59);
  });

  it('ends with its caller, and at once when that has ended already', () => {
    const caller = new AbortController();
    const limit = new TimeLimit(60_000, caller.signal);
    const why = new Error('shutdown');
    caller.abort(why);
    expect(limit.signal.reason).toBe(why);
    const late = new TimeLimit(60_000, caller.signal);
    expect(late.signal.aborted).toBe(true);
    limit.clear();
    late.clear();
  });

  it('says that it was the time', async () => {
    const limit = new TimeLimit(1, undefined);
    await untilAborted(limit.signal);
    expect(limit.signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('leaves neither timer nor listener when the call is over', async () => {
    jest.useFakeTimers();
    try {
      const caller = new AbortController();
      let given: AbortSignal | undefined;
      await withTimeLimit(20, caller.signal, (signal) => {
        given = signal;
        return Promise.resolve();
      });
      expect(jest.getTimerCount()).toBe(0);
      caller.abort();
      expect(given?.aborted).toBe(false);
    } finally {
      jest.useRealTimers();
    }
  });
});
