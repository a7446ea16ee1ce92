/**
 * Lets a number of calls through at a time, the others in the order they came. undici would queue as well, but there
 * a call that waits cannot be told from one that is under way: its deadline would run while it waits for others, and
 * it would still be made after the circuit has opened.
 */
export class Bulkhead {
  private free: number;
  private readonly waiting = new Set<() => void>();

  constructor(limit: number) {
    this.free = limit;
  }

  /** Resolves to false, and then without a place, when one of the signals was aborted first. */
  async enter(...signals: readonly (AbortSignal | undefined)[]): Promise<boolean> {
    if (signals.some((signal) => signal?.aborted === true)) return false;
    if (this.free > 0) {
      this.free -= 1;
      return true;
    }
    return new Promise((resolve) => {
      const done = (entered: boolean): void => {
        this.waiting.delete(onTurn);
        for (const signal of signals) signal?.removeEventListener('abort', onAbort);
        resolve(entered);
      };
      const onAbort = (): void => {
        done(false);
      };
      const onTurn = (): void => {
        done(true);
      };
      for (const signal of signals) signal?.addEventListener('abort', onAbort, { once: true });
      this.waiting.add(onTurn);
    });
  }

  /** Gives the place on to whoever has waited longest. */
  leave(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
