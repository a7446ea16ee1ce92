/** Where a letter stands (contract 5, "status after"). `opened` and the five below `held` are ends; `delivered` may still be opened or returned. */
export const LETTER_STATES = [
  'received',
  'routed',
  'sent',
  'delivered',
  'opened',
  'held',
  'rejected',
  'returned',
  'failed',
  'expired',
  'cancelled',
] as const;

export type LetterState = (typeof LETTER_STATES)[number];

/** No dispatch work is left in these; late receipts are still recorded. */
const ENDED: ReadonlySet<LetterState> = new Set(['opened', 'rejected', 'returned', 'failed', 'expired', 'cancelled']);

export function isEnded(state: LetterState): boolean {
  return ENDED.has(state);
}
