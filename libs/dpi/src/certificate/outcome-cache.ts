/** Certificates in use at one time are a handful; whoever sends more than this only makes us check more often. */
const MOST = 1_000;

/** Outcomes that hold for a while, by the clock that the caller reads; a clock that was set back makes them invalid. */
export class OutcomeCache<Outcome> {
  private readonly entries = new Map<
    string,
    { readonly outcome: Outcome; readonly from: Date; readonly until: Date }
  >();

  get(key: string, at: Date): Outcome | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.from <= at && at < entry.until ? entry.outcome : undefined;
  }

  put(key: string, outcome: Outcome, from: Date, until: Date): void {
    const [oldest] = this.entries.keys();
    if (this.entries.size >= MOST && oldest !== undefined) this.entries.delete(oldest);
    this.entries.delete(key);
    this.entries.set(key, { outcome, from, until });
  }
}
