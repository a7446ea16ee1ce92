/**
 * A signal that ends by itself after a time, or with its caller's, whichever comes first. By hand, and never
 * `AbortSignal.any` over `AbortSignal.timeout`: Node 20 holds the latter only weakly, so that after a garbage collection
 * it never fires, and what waited for it waits for ever. A rule of the linter forbids the pair.
 */
export class TimeLimit {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort = (): void => {
    this.controller.abort(this.caller?.reason);
  };

  constructor(
    milliseconds: number,
    private readonly caller: AbortSignal | undefined,
    reason: () => Error = () => new DOMException(`not done within ${String(milliseconds)} ms`, 'TimeoutError'),
  ) {
    this.timer = setTimeout(() => {
      this.controller.abort(reason());
    }, milliseconds);
    if (caller?.aborted === true) this.onAbort();
    else caller?.addEventListener('abort', this.onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** What it limits is over; else the timer and the listener on the caller's signal would stay until the time is up. */
  clear(): void {
    clearTimeout(this.timer);
    this.caller?.removeEventListener('abort', this.onAbort);
  }
}

/** Calls with a signal that ends after `milliseconds` or with the caller's, and cleans up when the call has ended. */
export async function withTimeLimit<Value>(
  milliseconds: number,
  caller: AbortSignal | undefined,
  call: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const limit = new TimeLimit(milliseconds, caller);
  try {
    return await call(limit.signal);
  } finally {
    limit.clear();
  }
}
