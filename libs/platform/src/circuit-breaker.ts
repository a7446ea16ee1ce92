/**
 * Stops calls to a provider that is down, so that letters come back to the queue at once instead of one time-out each,
 * and asks it again with a single call every few seconds.
 *
 * Only consecutive failures count, so that one letter whose content makes the provider fail does not stop all others.
 * While the probe is out everybody else is refused at once, and a probe whose caller gave up says nothing: cockatiel's
 * breaker lets the others wait for the probe and takes such a probe for a success, which is why this is our own. Real
 * time and not the domain clock: moving the sandbox's time must not mend a provider.
 */
export interface CircuitOptions {
  readonly failuresToOpen: number;
  /** Milliseconds from the last failure to the probe. */
  readonly halfOpenAfterMs: number;
}

export const DEFAULT_CIRCUIT: CircuitOptions = { failuresToOpen: 10, halfOpenAfterMs: 3_000 };

/** What a call is allowed as; given back with its outcome. */
export type Admission = 'call' | 'probe';
/** `unknown`: the call ended for reasons of the caller. */
export type CallOutcome = 'up' | 'down' | 'unknown';

export class CircuitBreaker {
  private failures = 0;
  private probeFrom = 0;
  private probing = false;

  constructor(
    private readonly options: CircuitOptions,
    /** Milliseconds of a clock that only moves forward. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Also while the probe is out. */
  get isOpen(): boolean {
    return this.failures >= this.options.failuresToOpen;
  }

  /** Undefined when the call must not be made. */
  admit(): Admission | undefined {
    if (!this.isOpen) return 'call';
    if (this.probing || this.now() < this.probeFrom) return undefined;
    this.probing = true;
    return 'probe';
  }

  settle(admission: Admission, outcome: CallOutcome): void {
    if (admission === 'probe') this.probing = false;
    if (outcome === 'up') this.failures = 0;
    if (outcome === 'down') this.failed(admission);
  }

  /** A call from before it opened that fails late does not put the probe off. */
  private failed(admission: Admission): void {
    if (this.isOpen && admission === 'call') return;
    this.failures += 1;
    if (this.isOpen) this.probeFrom = this.now() + this.options.halfOpenAfterMs;
  }
}
