import type { LetterEventData, LetterEventType } from '#domain/letter-event.js';
import type { LetterState } from '#domain/letter-state.js';

/** An event of the log on its way out as a receipt. */
export interface OutboxEvent {
  /** Decimal string: place in the log. */
  readonly position: string;
  readonly id: string;
  readonly sender: string;
  readonly supplier?: string;
  readonly letterId: string;
  /** From 1 per letter without gaps; absent for LETTER_ID_REUSED. */
  readonly sequence?: number;
  readonly type: LetterEventType;
  readonly statusAfter: LetterState;
  readonly at: Date;
  readonly conversationId?: string;
  readonly reference?: string;
  readonly data: LetterEventData;
}
