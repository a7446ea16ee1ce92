import { OffsetClock, type Clock } from '#domain/clock.js';
import type { ClockPolicy } from './clock-policy.js';
import { addIsoDuration, type IsoDuration } from './iso-duration.js';

/** Where the offset is kept between boots. */
export interface ClockStore {
  clockOffset(): Promise<number>;
  setClockOffset(milliseconds: number): Promise<void>;
}

/** `GET /control/clock`. */
export interface ClockReading {
  /** RFC 3339 */
  readonly time: string;
  /** Milliseconds ahead of the machine's clock. */
  readonly offsetMs: number;
}

/** Beyond this the dates of the registers and of PostgreSQL are no longer of four digits. */
const LAST_YEAR = 9999;

/** The movable clock of the simulated services; the apps follow it through `GET /control/clock?since=`. */
export class SandboxClock implements Clock {
  private readonly clock = new OffsetClock();
  private readonly waiting = new Set<() => void>();

  constructor(private readonly store: ClockStore) {}

  async load(policy: ClockPolicy): Promise<void> {
    if (policy === 'now') await this.store.setClockOffset(0);
    this.clock.setOffset(await this.store.clockOffset());
  }

  now(): Date {
    return this.clock.now();
  }

  read(): ClockReading {
    return { time: this.now().toISOString(), offsetMs: this.clock.offset };
  }

  /** Adds up. Undefined, and nothing moved, when the clock would pass the year 9999. */
  async advance(duration: IsoDuration): Promise<ClockReading | undefined> {
    const now = this.now();
    const then = addIsoDuration(now, duration);
    if (Number.isNaN(then.getTime()) || then.getUTCFullYear() > LAST_YEAR) return undefined;
    const movedMs = then.getTime() - now.getTime();
    this.clock.setOffset(this.clock.offset + movedMs);
    try {
      await this.store.setClockOffset(this.clock.offset);
    } catch (error) {
      this.clock.setOffset(this.clock.offset - movedMs);
      throw error;
    }
    this.wake();
    return this.read();
  }

  /** Resolves when the offset is no longer `offsetMs`, at the latest after `timeoutMs`, at once on stop(). */
  async changedFrom(offsetMs: number, timeoutMs: number): Promise<ClockReading> {
    if (this.clock.offset === offsetMs) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        this.waiting.add(done);
      });
    }
    return this.read();
  }

  stop(): void {
    this.wake();
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }
}
