/**
 * The one source of time. Everything that reads the time takes a Clock, so that the sandbox can move all of it at once
 * (contract 7) and tests need not wait. Only this file may call `new Date()` without an argument.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs with the machine's, `offset` milliseconds ahead; the sandbox moves it. */
export class OffsetClock implements Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  get offset(): number {
    return this.offsetMs;
  }

  setOffset(milliseconds: number): void {
    this.offsetMs = milliseconds;
  }
}
