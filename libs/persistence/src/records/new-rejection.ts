import type { Reason } from '#domain/letter-event.js';

/** A letter that was refused at the door: it gets a receipt, but no row. */
export interface NewRejection {
  /** UUID, stable for the same message, so that a redelivery is not told twice. */
  readonly eventId: string;
  readonly sender: string;
  readonly supplier?: string;
  readonly letterId: string;
  readonly conversationId?: string;
  readonly reference?: string;
  readonly at: Date;
  readonly reason: Reason;
  /** `{ errors: FieldError[] }`; no values of fields. */
  readonly details?: Readonly<Record<string, unknown>>;
}
