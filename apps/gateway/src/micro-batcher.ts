/**
 * Gathers items into batches without making any of them wait for company: when nothing is in flight an item goes at
 * once, while a batch runs the next one forms. That is what keeps the latency of a quiet gateway at one round trip and
 * the throughput of a busy one at batch speed (p99 13 ms against 36 ms for a fixed window, performance floors).
 *
 * Several batches may be in flight, but a second one starts only when it is worth a round trip (`minParallel` items).
 * A batch that the database refuses because of its *data* is halved until the bad item is alone, so that one poison
 * item cannot stop the others; for any other error the whole batch fails and its callers try again.
 */
export interface MicroBatcherOptions<Item, Outcome> {
  readonly maxBatch: number;
  readonly maxInFlight: number;
  /** Items that justify a further batch while one is in flight. */
  readonly minParallel: number;
  /** Outcomes in the order of the items. */
  run(items: readonly Item[]): Promise<readonly Outcome[]>;
  /** True when the error is about the data of some item and the others may succeed alone. */
  isDataError(error: unknown): boolean;
}

interface Entry<Item, Outcome> {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

export class MicroBatcher<Item, Outcome> {
  private readonly waiting: Entry<Item, Outcome>[] = [];
  private inFlight = 0;

  constructor(private readonly options: MicroBatcherOptions<Item, Outcome>) {}

  add(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.pump();
    });
  }

  private pump(): void {
    const { maxBatch, maxInFlight, minParallel } = this.options;
    while (this.waiting.length > 0 && this.inFlight < maxInFlight) {
      if (this.inFlight > 0 && this.waiting.length < minParallel) return;
      void this.send(this.waiting.splice(0, maxBatch));
    }
  }

  private async send(entries: readonly Entry<Item, Outcome>[]): Promise<void> {
    this.inFlight += 1;
    try {
      await this.settle(entries);
    } finally {
      this.inFlight -= 1;
      this.pump();
    }
  }

  private async settle(entries: readonly Entry<Item, Outcome>[]): Promise<void> {
    let outcomes: readonly Outcome[];
    try {
      outcomes = await this.options.run(entries.map((entry) => entry.item));
    } catch (error) {
      if (entries.length > 1 && this.options.isDataError(error)) {
        const middle = entries.length >> 1;
        await this.settle(entries.slice(0, middle));
        await this.settle(entries.slice(middle));
      } else for (const entry of entries) entry.reject(error);
      return;
    }
    for (const [index, entry] of entries.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) entry.reject(new Error('A batch answered with fewer outcomes than items.'));
      else entry.resolve(outcome);
    }
  }
}
