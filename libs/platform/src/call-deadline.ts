/** The `code` of a TransportError is read from errors, so this one has it too. */
class TotalTimeoutError extends Error {
  readonly code = 'TOTAL_TIMEOUT';
}

/**
 * Ends a call when its caller gives up, or when it has taken too long from its first byte to the last of the answer:
 * an answer that drips keeps every other time-out from running out. By hand and not with `AbortSignal.any`, which
 * keeps a listener on the signal of a caller that lives as long as the app.
 */
export class CallDeadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort = (): void => {
    this.controller.abort(this.caller?.reason);
  };

  constructor(
    totalTimeoutMs: number,
    private readonly caller: AbortSignal | undefined,
  ) {
    this.timer = setTimeout(() => {
      this.controller.abort(new TotalTimeoutError(`no whole answer within ${String(totalTimeoutMs)} ms`));
    }, totalTimeoutMs);
    if (caller?.aborted === true) this.onAbort();
    else caller?.addEventListener('abort', this.onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The call is over. */
  clear(): void {
    clearTimeout(this.timer);
    this.caller?.removeEventListener('abort', this.onAbort);
  }
}
