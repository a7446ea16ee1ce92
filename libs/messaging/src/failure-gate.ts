import { backOff } from './back-off.js';

/**
 * Pauses handling while everything fails, so that a broken database is neither hammered nor turns letters into dead
 * ones. After some failures in a row the gate shuts; then, after a back-off, one message at a time is let through as a
 * probe, and the first success opens it for all. Messages wait unacknowledged, so the prefetch window stops the broker.
 *
 * A single bad message among good ones does not shut it: every success starts the count again.
 */
const FAILURES_TO_SHUT = 3;
const FIRST_MS = 100;
const MOST_MS = 3_000;

export class FailureGate {
  private failuresInARow = 0;
  private probes = 0;
  private waiting: ((verdict: 'pass' | 'closed') => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private probeFree = false;
  private closed = false;
  private successCount = 0;

  /** Grows with every success: tells a message that fails alone from a fault that hits all. */
  get successes(): number {
    return this.successCount;
  }

  get shut(): boolean {
    return this.failuresInARow >= FAILURES_TO_SHUT;
  }

  /** `closed` when the channel of this gate is gone. */
  pass(): Promise<'pass' | 'closed'> {
    if (this.closed) return Promise.resolve('closed');
    if (!this.shut) return Promise.resolve('pass');
    if (this.probeFree) {
      this.probeFree = false;
      return Promise.resolve('pass');
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  succeeded(): void {
    this.successCount += 1;
    if (this.failuresInARow === 0) return;
    this.failuresInARow = 0;
    this.probes = 0;
    this.probeFree = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.release('pass');
  }

  failed(): void {
    this.failuresInARow += 1;
    if (!this.shut || this.timer !== undefined || this.closed) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.probes += 1;
        const probe = this.waiting.shift();
        if (probe) probe('pass');
        else this.probeFree = true;
      },
      backOff(this.probes, FIRST_MS, MOST_MS),
    );
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.release('closed');
  }

  private release(verdict: 'pass' | 'closed'): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve(verdict);
  }
}
