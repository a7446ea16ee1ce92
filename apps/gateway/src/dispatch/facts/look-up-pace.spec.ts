import { describe, expect, it } from '@jest/globals';
import { LookUpPace } from './look-up-pace.js';

/** Letters that come evenly; each call takes what has come. */
function callsFor(lettersPerSecond: number, seconds: number, callMs: number): number {
  const pace = new LookUpPace();
  let [calls, waiting] = [0, 0];
  for (let now = 0; now < seconds * 1_000; now += callMs) {
    waiting += (lettersPerSecond * callMs) / 1_000;
    if (waiting < 1 || pace.waitMs(now) > 0) continue;
    pace.asked(Math.floor(waiting), now);
    waiting %= 1;
    calls += 1;
  }
  return calls;
}

describe('LookUpPace', () => {
  it('asks about each letter at once when they come one by one, up to nearly a hundred a second', () => {
    expect(callsFor(90, 10, 1)).toBeGreaterThanOrEqual(899);
  });

  it('waits for a second since the last call in a stream, and no longer when it has ended', () => {
    const pace = new LookUpPace();
    pace.asked(60, 0);
    expect(pace.waitMs(0)).toBe(0);
    pace.asked(60, 100);
    expect(pace.waitMs(150)).toBe(950);
    expect(pace.waitMs(1_100)).toBe(0);
    pace.asked(10, 1_100);
    expect(pace.waitMs(1_101)).toBe(0);
  });

  it('asks about 10,000 letters that come in 14 seconds in few calls', () => {
    expect(callsFor(714, 14, 20)).toBeLessThanOrEqual(24);
  });
});
