/** Why a message went to the dead queue: header `x-mf-reason` (contract 3). */
export const DEAD_REASONS = [
  'MALFORMED_JSON',
  'WRONG_CONTENT_TYPE',
  'MESSAGE_TOO_LARGE',
  'NO_USER_ID',
  'SENDER_NOT_REGISTERED',
  'SENDER_USER_MISMATCH',
  'SUPPLIER_NOT_DELEGATED',
  'NO_LETTER_ID',
  'NO_HANDLER',
  'ROUTING_KEY_MISMATCH',
] as const;

export type DeadReason = (typeof DEAD_REASONS)[number];

/**
 * Thrown by a handler for a message that no receipt can answer. The transport then moves the original bytes to the dead
 * queue and acknowledges. Anything else a handler throws is taken for a passing fault and tried again.
 */
export class DeadLetter extends Error {
  constructor(
    readonly reason: DeadReason,
    /** For operators; no personal data. */
    text: string,
  ) {
    super(text);
    this.name = 'DeadLetter';
  }
}
