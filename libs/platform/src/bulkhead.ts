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

  /** Resolves to false, and then without a place, when the signal was aborted first. */
  async enter(signal: AbortSignal | undefined): Promise<boolean> {
    if (signal?.aborted === true) return false;
    if (this.free > 0) {
      this.free -= 1;
      return true;
    }
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.waiting.delete(onTurn);
        resolve(false);
      };
      const onTurn = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve(true);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
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
