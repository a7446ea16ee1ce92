import { describe, expect, it } from '@jest/globals';
import { parseIsoDuration, type IsoDuration } from './iso-duration.js';
import { SandboxClock, type ClockStore } from './sandbox-clock.js';

const HOUR_MS = 3_600_000;

class FakeStore implements ClockStore {
  saved = 0;
  failing = false;

  clockOffset(): Promise<number> {
    return Promise.resolve(this.saved);
  }

  setClockOffset(milliseconds: number): Promise<void> {
    if (this.failing) return Promise.reject(new Error('the database is away'));
    this.saved = milliseconds;
    return Promise.resolve();
  }
}

function duration(text: string): IsoDuration {
  const parsed = parseIsoDuration(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

describe('SandboxClock', () => {
  it('adds up advances that come together, and saves the sum', async () => {
    const store = new FakeStore();
    const clock = new SandboxClock(store);
    await Promise.all([clock.advance(duration('PT1H')), clock.advance(duration('PT2H'))]);
    expect(clock.read().offsetMs).toBe(3 * HOUR_MS);
    expect(store.saved).toBe(3 * HOUR_MS);
  });

  it('goes on from the saved offset', async () => {
    const store = new FakeStore();
    store.saved = 5 * HOUR_MS;
    const clock = new SandboxClock(store);
    await clock.load('keep');
    expect(clock.read().offsetMs).toBe(5 * HOUR_MS);
  });

  it("begins at the machine's time when it is told to, and stays there", async () => {
    const store = new FakeStore();
    store.saved = 5 * HOUR_MS;
    const clock = new SandboxClock(store);
    await clock.load('now');
    expect([clock.read().offsetMs, store.saved]).toEqual([0, 0]);
  });

  it('stays where it is when the advance cannot be saved', async () => {
    const store = new FakeStore();
    store.failing = true;
    const clock = new SandboxClock(store);
    await expect(clock.advance(duration('PT1H'))).rejects.toThrow('the database is away');
    expect(clock.read().offsetMs).toBe(0);
  });

  it('does not pass the year 9999', async () => {
    const clock = new SandboxClock(new FakeStore());
    expect(await clock.advance(duration('P9000Y'))).toBeUndefined();
    expect(clock.read().offsetMs).toBe(0);
  });

  it('wakes everyone who waits when it moves and when it stops', async () => {
    const clock = new SandboxClock(new FakeStore());
    const waiting = [clock.changedFrom(0, 60_000), clock.changedFrom(0, 60_000)];
    await clock.advance(duration('PT1H'));
    expect((await Promise.all(waiting)).map(({ offsetMs }) => offsetMs)).toEqual([HOUR_MS, HOUR_MS]);
    const last = clock.changedFrom(HOUR_MS, 60_000);
    clock.stop();
    expect((await last).offsetMs).toBe(HOUR_MS);
  });
});
