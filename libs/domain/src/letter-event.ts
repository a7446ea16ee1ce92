/**
 * Everything that can happen to a letter, in the words of contract 5. The event log is append-only and is also the
 * outbox: each event becomes exactly one receipt.
 */
export const LETTER_EVENT_TYPES = [
  'received',
  'rejected',
  'routed',
  'sent',
  'delivered',
  'opened',
  'notified',
  'notification-failed',
  'print-accepted',
  'printed',
  'read-deadline-passed',
  'rerouted',
  'moved',
  'returned',
  'failed',
  'expired',
  'cancelled',
  'held',
  'released',
] as const;

export type LetterEventType = (typeof LETTER_EVENT_TYPES)[number];

/** Why something happened, for people (`text`) and for programs (`code`, stable, SCREAMING_SNAKE). */
export interface Reason {
  readonly code: string;
  readonly text: string;
}

/** Which register said what and when, never the person's data (design 6). */
export interface Evidence {
  readonly register: string;
  readonly what: string;
  /** RFC 3339 time of the look-up. */
  readonly at: string;
}

/** What an event says beside its type; becomes `data` of the receipt. No personal data in any field. */
export interface LetterEventData {
  readonly channel?: string;
  readonly reason?: Reason;
  readonly rule?: string;
  readonly evidence?: readonly Evidence[];
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface LetterEvent extends LetterEventData {
  readonly type: LetterEventType;
  /** When it happened at its source, which may be long before it was recorded. */
  readonly at: Date;
  /** Unique per source receipt (`<channel>:<receipt id>`), so that a receipt told twice is recorded once. */
  readonly sourceKey?: string;
}
