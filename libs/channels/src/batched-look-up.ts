import { defect, transient, type Failure } from '#domain/failure.js';
import { err, type Result } from '#domain/result.js';

/**
 * Joins register look-ups that wait at the same moment into calls of up to `maxKeys` keys (KRR and Folkeregisteret
 * take 1,000, and one big call is much faster than many small ones). An idle register is asked at once, with all that
 * was asked for in the same turn, so it costs no delay. While a call is in flight look-ups gather for the next one,
 * until that answers, a call is full or the first of them has waited `gatherMs`: a call that hangs holds up nobody for
 * longer than that, as long as fewer than `concurrency` hang.
 *
 * A caller that aborts gets its Failure at once; the call itself is aborted when nobody waits for it any more.
 */
export interface BatchedLookUpOptions<Value> {
  readonly maxKeys: number;
  readonly concurrency: number;
  /** Milliseconds. */
  readonly gatherMs?: number;
  /** Answers for each key, or a Failure of them all. A key that is left out is a defect of the register. */
  load(keys: readonly string[], signal: AbortSignal): Promise<LookUpAnswers<Value>>;
}

/** What one call to a register gave: a fault of one person's entry is a Failure of that person alone. */
export type LookUpAnswers<Value> = Result<ReadonlyMap<string, Result<Value, Failure>>, Failure>;

const GATHER_MS = 100;

interface Waiting<Value> {
  readonly key: string;
  readonly signal: AbortSignal;
  answer(answer: Result<Value, Failure>): void;
}

export class BatchedLookUp<Value> {
  private readonly waiting = new Set<Waiting<Value>>();
  private inFlight = 0;
  private scheduled = false;
  private gathering: NodeJS.Timeout | undefined;

  constructor(private readonly options: BatchedLookUpOptions<Value>) {}

  lookUp(key: string, signal: AbortSignal): Promise<Result<Value, Failure>> {
    const gaveUp = err(transient('LOOK_UP_ABORTED', 'The caller gave up waiting for the register'));
    if (signal.aborted) return Promise.resolve(gaveUp);
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.waiting.delete(entry);
        resolve(gaveUp);
      };
      const entry: Waiting<Value> = {
        key,
        signal,
        answer: (answer) => {
          signal.removeEventListener('abort', onAbort);
          resolve(answer);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting.add(entry);
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    // The end of this turn: everything that is asked for in it goes into the same call.
    queueMicrotask(() => {
      this.scheduled = false;
      this.send(this.inFlight === 0 ? 1 : this.options.maxKeys);
      if (this.waiting.size > 0) this.gather();
    });
  }

  /** Sends as many calls as may go now and have at least `fewest` look-ups. */
  private send(fewest: number): void {
    while (this.inFlight < this.options.concurrency && this.waiting.size > 0 && this.waiting.size >= fewest) {
      void this.run(this.take());
    }
    if (this.waiting.size > 0) return;
    clearTimeout(this.gathering);
    this.gathering = undefined;
  }

  private gather(): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.send(1);
    }, this.options.gatherMs ?? GATHER_MS);
  }

  /** The oldest look-ups whose keys fit one call. */
  private take(): readonly Waiting<Value>[] {
    const keys = new Set<string>();
    const taken: Waiting<Value>[] = [];
    for (const entry of this.waiting) {
      if (!keys.has(entry.key) && keys.size === this.options.maxKeys) break;
      keys.add(entry.key);
      taken.push(entry);
      this.waiting.delete(entry);
    }
    return taken;
  }

  private async run(batch: readonly Waiting<Value>[]): Promise<void> {
    this.inFlight += 1;
    try {
      const answers = await this.load(batch);
      for (const entry of batch) entry.answer(answers.ok ? (answers.value.get(entry.key) ?? LEFT_OUT) : answers);
    } finally {
      this.inFlight -= 1;
      this.schedule();
    }
  }

  private async load(batch: readonly Waiting<Value>[]): Promise<LookUpAnswers<Value>> {
    const nobodyWaits = new AbortController();
    const signals = [...new Set(batch.map((entry) => entry.signal))];
    const onAbort = ({ target }: Event): void => {
      // The reason of the last to give up: a time-out tells of the register.
      if (signals.every((signal) => signal.aborted)) nobodyWaits.abort((target as AbortSignal).reason);
    };
    for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.options.load([...new Set(batch.map((entry) => entry.key))], nobodyWaits.signal);
    } catch (error) {
      return err(defect('LOOK_UP_FAILED', 'The look-up broke off by a defect of the gateway', error));
    } finally {
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
    }
  }
}

const LEFT_OUT = err(
  defect('REGISTER_ANSWER_INCOMPLETE', 'The register left out somebody that it was asked for; look at its answers.'),
);
