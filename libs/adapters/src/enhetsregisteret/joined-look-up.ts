import { transient, type Failure } from '#domain/failure.js';
import { err, type Result } from '#domain/result.js';
import { Bulkhead } from '#platform/bulkhead.js';

/**
 * One call for look-ups of the same key that have not been sent yet: a hundred letters to one company that come in one
 * turn, or wait for a place among `concurrency` calls, ask once. Nobody joins a call that is under way, however long it
 * takes: its answer may be from before a change (a bankruptcy, say) that the letter was published after. Unlike
 * `BatchedLookUp` no key waits for another, since this register takes one at a time.
 *
 * `concurrency` is the sockets of the client behind `load`, so that what has a place here is sent and not queued again.
 * A caller that aborts gets its Failure at once; the call is aborted when nobody waits for it any more.
 */
export class JoinedLookUp<Value> {
  private readonly unsent = new Map<string, Joined<Value>>();
  private readonly places: Bulkhead;

  constructor(
    private readonly load: (key: string, signal: AbortSignal) => Promise<Result<Value, Failure>>,
    concurrency: number,
  ) {
    this.places = new Bulkhead(concurrency);
  }

  lookUp(key: string, signal: AbortSignal): Promise<Result<Value, Failure>> {
    if (signal.aborted) return Promise.resolve(GAVE_UP);
    const joined = this.unsent.get(key) ?? this.begin(key);
    joined.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        signal.removeEventListener('abort', onAbort);
        joined.waiting -= 1;
      };
      const onAbort = (): void => {
        leave();
        if (joined.waiting === 0) this.end(key, joined, signal.reason);
        resolve(GAVE_UP);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      joined.answer.then(
        (answer) => {
          leave();
          resolve(answer);
        },
        (defect: unknown) => {
          leave();
          reject(defect instanceof Error ? defect : new Error('The look-up broke off.', { cause: defect }));
        },
      );
    });
  }

  private begin(key: string): Joined<Value> {
    const nobodyWaits = new AbortController();
    const joined: Joined<Value> = { answer: this.send(key, nobodyWaits.signal), nobodyWaits, waiting: 0 };
    this.unsent.set(key, joined);
    return joined;
  }

  private async send(key: string, signal: AbortSignal): Promise<Result<Value, Failure>> {
    if (!(await this.places.enter(signal))) return GAVE_UP;
    try {
      // Everybody may have left between the place and this turn.
      if (signal.aborted) return GAVE_UP;
      this.unsent.delete(key);
      return await this.load(key, signal);
    } finally {
      this.places.leave();
    }
  }

  /** Somebody who comes after this asks anew. `reason`: that of the last to give up, for a time-out tells of the register. */
  private end(key: string, joined: Joined<Value>, reason: unknown): void {
    if (this.unsent.get(key) === joined) this.unsent.delete(key);
    joined.nobodyWaits.abort(reason);
  }
}

interface Joined<Value> {
  readonly answer: Promise<Result<Value, Failure>>;
  readonly nobodyWaits: AbortController;
  waiting: number;
}

const GAVE_UP = err(transient('LOOK_UP_ABORTED', 'The caller gave up waiting for the register'));
