import { TimeLimit } from './time-limit.js';

/** The `code` of a TransportError is read from errors, so this one has it too. */
class TotalTimeoutError extends Error {
  readonly code = 'TOTAL_TIMEOUT';
}

/**
 * Ends a call when its caller gives up, or when it has taken too long from its first byte to the last of the answer:
 * an answer that drips keeps every other time-out from running out.
 */
export class CallDeadline extends TimeLimit {
  constructor(totalTimeoutMs: number, caller: AbortSignal | undefined) {
    super(totalTimeoutMs, caller, () => new TotalTimeoutError(`no whole answer within ${String(totalTimeoutMs)} ms`));
  }
}
