import type { LetterState } from '#domain/letter-state.js';

/**
 * What is under way. Letters in a mailbox (`delivered`, `opened`) are not counted: there may be millions of them, and
 * nobody has to act on them.
 */
export interface LetterCounts {
  readonly states: Readonly<Partial<Record<LetterState, number>>>;
  /** Due by the given time and waiting for a dispatcher. */
  readonly due: number;
  readonly unpublishedEvents: number;
  readonly oldestUnpublishedAt?: Date;
  /** Receipts that somebody should look at. */
  readonly receipts: Readonly<Record<'unmatched' | 'quarantined' | 'refused', number>>;
}
