import type { LetterEventType, Reason } from '#domain/letter-event.js';

/** One thing a provider told us, mapped to our words, with the bytes it said it in (kept as proof). */
export type ProviderReceipt = MatchableReceipt | QuarantinedReceipt;

interface ReceiptBase {
  /** Unique within the channel and stable over re-reading: receipt message id, file and line, status and time. */
  readonly sourceId: string;
  readonly raw: Buffer;
  readonly rawMediaType: string;
  /** What the provider calls it in its queue, when that is not the `sourceId`; for `confirm`. */
  readonly handle?: string;
}

export interface MatchableReceipt extends ReceiptBase {
  readonly kind: 'receipt';
  readonly match: ReceiptMatch;
  /** What happened to the letter. */
  readonly event: ReceiptEvent;
  /**
   * `same-bytes`: `raw` is this receipt and nothing else, so a repeat of its `sourceId` has the same bytes. With others
   * it is another receipt under a borrowed id, and is quarantined instead of being passed over as told already.
   */
  readonly repeat?: 'same-bytes';
}

export interface ReceiptEvent {
  readonly type: ReceiptEventType;
  /** The provider's own time. */
  readonly at: Date;
  readonly reason?: Reason;
  /** No personal data. `blame` of a failure as in Failure; the sender's is no reason to try another channel. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The part of the life cycle that a provider may report. */
export type ReceiptEventType = Extract<
  LetterEventType,
  | 'delivered'
  | 'opened'
  | 'notified'
  | 'notification-failed'
  | 'print-accepted'
  | 'printed'
  | 'moved'
  | 'returned'
  | 'failed'
>;

/** How the receipt finds its deposit; at least one is given. */
export interface ReceiptMatch {
  readonly depositId?: string;
  readonly reference?: string;
  readonly conversationId?: string;
}

/** Could not be read or verified: kept with the reason, shown to operators, never blocks the queue. */
export interface QuarantinedReceipt extends ReceiptBase {
  readonly kind: 'quarantined';
  readonly reason: Reason;
}
