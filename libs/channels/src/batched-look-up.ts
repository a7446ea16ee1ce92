import { defect, transient, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';

/**
 * Joins register look-ups that wait at the same moment into calls of up to `maxKeys` keys (KRR and Folkeregisteret
 * take 1,000, and one big call is much faster than many small ones). When a call is free to go it goes at once, with
 * all that was asked for in the same turn; only when `concurrency` calls are in flight do look-ups wait, and then they
 * gather. So an idle register costs no delay and a busy one sees few calls.
 *
 * A caller that aborts gets its Failure at once; the call itself is aborted when nobody waits for it any more.
 */
export interface BatchedLookUpOptions<Value> {
  readonly maxKeys: number;
  readonly concurrency: number;
  /** Answers with every key asked for, or fails as a whole. */
  load(keys: readonly string[], signal: AbortSignal): Promise<Result<ReadonlyMap<string, Value>, Failure>>;
}

type Answer<Value> = Result<ReadonlyMap<string, Value>, Failure>;

interface Waiting<Value> {
  readonly keys: readonly string[];
  answer(answer: Answer<Value>): void;
  readonly signal: AbortSignal;
}

export class BatchedLookUp<Value> {
  private waiting: Waiting<Value>[] = [];
  private inFlight = 0;
  private scheduled = false;

  constructor(private readonly options: BatchedLookUpOptions<Value>) {}

  async lookUp(keys: readonly string[], signal: AbortSignal): Promise<Answer<Value>> {
    const wanted = [...new Set(keys)];
    const parts: Promise<Answer<Value>>[] = [];
    for (let start = 0; start < wanted.length; start += this.options.maxKeys) {
      parts.push(this.enqueue(wanted.slice(start, start + this.options.maxKeys), signal));
    }
    const found = new Map<string, Value>();
    for (const answer of await Promise.all(parts)) {
      if (!answer.ok) return answer;
      for (const [key, value] of answer.value) found.set(key, value);
    }
    return ok(found);
  }

  private enqueue(keys: readonly string[], signal: AbortSignal): Promise<Answer<Value>> {
    const gaveUp = err(transient('LOOK_UP_ABORTED', 'The caller gave up waiting for the register'));
    if (signal.aborted) return Promise.resolve(gaveUp);
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.waiting = this.waiting.filter((other) => other !== entry);
        resolve(gaveUp);
      };
      const entry: Waiting<Value> = {
        keys,
        signal,
        answer: (answer) => {
          signal.removeEventListener('abort', onAbort);
          resolve(answer);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(entry);
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    // The end of this turn: everything that is asked for in it goes into the same call.
    queueMicrotask(() => {
      this.scheduled = false;
      while (this.inFlight < this.options.concurrency && this.waiting.length > 0) void this.run(this.take());
    });
  }

  /** The longest run of waiting look-ups whose keys fit one call; always at least one. */
  private take(): readonly Waiting<Value>[] {
    const keys = new Set<string>();
    let count = 0;
    for (const entry of this.waiting) {
      const added = entry.keys.filter((key) => !keys.has(key));
      if (count > 0 && keys.size + added.length > this.options.maxKeys) break;
      for (const key of added) keys.add(key);
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  private async run(batch: readonly Waiting<Value>[]): Promise<void> {
    this.inFlight += 1;
    try {
      const answer = await this.load(batch);
      for (const entry of batch) entry.answer(answer.ok ? pick(answer.value, entry.keys) : answer);
    } finally {
      this.inFlight -= 1;
      this.schedule();
    }
  }

  private async load(batch: readonly Waiting<Value>[]): Promise<Answer<Value>> {
    const nobodyWaits = new AbortController();
    const onAbort = (): void => {
      if (batch.every((entry) => entry.signal.aborted)) nobodyWaits.abort();
    };
    for (const entry of batch) entry.signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.options.load([...new Set(batch.flatMap((entry) => entry.keys))], nobodyWaits.signal);
    } catch (error) {
      return err(defect('LOOK_UP_FAILED', 'The look-up broke off by a defect of the gateway', error));
    } finally {
      for (const entry of batch) entry.signal.removeEventListener('abort', onAbort);
    }
  }
}

function pick<Value>(found: ReadonlyMap<string, Value>, keys: readonly string[]): Answer<Value> {
  const picked = new Map<string, Value>();
  for (const key of keys) {
    const value = found.get(key);
    if (value !== undefined) picked.set(key, value);
  }
  return ok(picked);
}
