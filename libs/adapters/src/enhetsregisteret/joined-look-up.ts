import { transient, type Failure } from '#domain/failure.js';
import { err, type Result } from '#domain/result.js';

/**
 * One call for look-ups of the same key that wait at the same time: a hundred letters to one company ask once. Unlike
 * `BatchedLookUp` no key waits for another, since this register takes one at a time; how many calls are out at once is
 * the HTTP client's to bound. A caller that aborts gets its Failure at once; the call is aborted when nobody waits for it
 * any more.
 */
export class JoinedLookUp<Value> {
  private readonly inFlight = new Map<string, Joined<Value>>();

  constructor(private readonly load: (key: string, signal: AbortSignal) => Promise<Result<Value, Failure>>) {}

  lookUp(key: string, signal: AbortSignal): Promise<Result<Value, Failure>> {
    if (signal.aborted) return Promise.resolve(GAVE_UP);
    const joined = this.inFlight.get(key) ?? this.begin(key);
    joined.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        signal.removeEventListener('abort', onAbort);
        joined.waiting -= 1;
      };
      const onAbort = (): void => {
        leave();
        if (joined.waiting === 0) this.end(key, joined);
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
    const answer = this.load(key, nobodyWaits.signal);
    const joined: Joined<Value> = { answer, nobodyWaits, waiting: 0 };
    this.inFlight.set(key, joined);
    const forget = (): void => {
      if (this.inFlight.get(key) === joined) this.inFlight.delete(key);
    };
    answer.then(forget, forget);
    return joined;
  }

  /** Somebody who comes after this asks anew. */
  private end(key: string, joined: Joined<Value>): void {
    if (this.inFlight.get(key) === joined) this.inFlight.delete(key);
    joined.nobodyWaits.abort();
  }
}

interface Joined<Value> {
  readonly answer: Promise<Result<Value, Failure>>;
  readonly nobodyWaits: AbortController;
  waiting: number;
}

const GAVE_UP = err(transient('LOOK_UP_ABORTED', 'The caller gave up waiting for the register'));
