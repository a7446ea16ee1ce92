import type { FactsResult } from './facts-gatherer.js';

/** As old as facts may be when a letter is dispatched by them. KRR's terms ask for a look-up at every dispatch. */
const FRESH_MS = 60_000;
const MOST_ENTRIES = 4_000;

interface Entry {
  readonly facts: Promise<FactsResult>;
  /** When the registers were asked, milliseconds by the domain clock. */
  readonly askedAt: number;
  /** Real time. */
  readonly keptAt: number;
}

/**
 * What the registers have said of letters that are about to be dispatched. It belongs to a letter and not to a person,
 * so it never answers for a letter that came after the question: what the recipient has changed in between counts. A
 * failed look-up is not kept, for the register may be back when the letter's turn comes. Nothing outlives its minute in
 * memory, also when another dispatcher took the letter.
 */
export class FactsInHand {
  private readonly entries = new Map<string, Entry>();
  private sweep: NodeJS.Timeout | undefined;

  get size(): number {
    return this.entries.size;
  }

  /** The letter's facts when they are still fresh. */
  of(letter: string, now: Date): Promise<FactsResult> | undefined {
    const entry = this.entries.get(letter);
    return entry !== undefined && isFresh(entry, now) ? entry.facts : undefined;
  }

  keep(letter: string, facts: Promise<FactsResult>, askedAt: Date): void {
    const entry: Entry = { facts, askedAt: askedAt.getTime(), keptAt: performance.now() };
    this.entries.delete(letter);
    this.entries.set(letter, entry);
    void facts.then((result) => {
      if (!result.ok && this.entries.get(letter) === entry) this.entries.delete(letter);
    });
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MOST_ENTRIES) break;
      this.entries.delete(oldest);
    }
    this.sweepLater();
  }

  drop(letter: string): void {
    this.entries.delete(letter);
  }

  /** When the oldest is a minute old: they lie in the order in which they were kept. */
  private sweepLater(): void {
    const [oldest] = this.entries.values();
    if (this.sweep !== undefined || oldest === undefined) return;
    const age = performance.now() - oldest.keptAt;
    this.sweep = setTimeout(
      () => {
        this.sweep = undefined;
        for (const [letter, { keptAt }] of this.entries) {
          if (performance.now() - keptAt < FRESH_MS) break;
          this.entries.delete(letter);
        }
        this.sweepLater();
      },
      Math.max(0, FRESH_MS - age),
    ).unref();
  }
}

function isFresh(entry: Entry, now: Date): boolean {
  return Math.abs(now.getTime() - entry.askedAt) < FRESH_MS;
}
