import type { LetterEventData, LetterEventType } from '#domain/letter-event.js';
import type { LetterState } from '#domain/letter-state.js';

/** What a receipt is made of: one row of the event log. */
export interface ReceiptSource {
  /** UUID of the event, so that a duplicate receipt has the same id. */
  readonly id: string;
  readonly sender: string;
  readonly supplier?: string;
  readonly letterId: string;
  /** From 1 per letter without gaps; absent for a message refused without being a letter (LETTER_ID_REUSED). */
  readonly sequence?: number;
  readonly type: LetterEventType;
  readonly statusAfter: LetterState;
  readonly at: Date;
  readonly conversationId?: string;
  readonly reference?: string;
  readonly data: LetterEventData;
}

/** Contract 5: CloudEvents 1.0, structured JSON. */
export interface ReceiptCloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** RFC 3339. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Zero-padded to ten digits, so that it sorts as text. */
  readonly sequence?: string;
  readonly data: ReceiptData;
}

export interface ReceiptData extends LetterEventData {
  readonly letterId: string;
  readonly conversationId?: string;
  readonly reference?: string;
  readonly status: LetterState;
}

export const RECEIPT_CONTENT_TYPE = 'application/cloudevents+json';
