import type { LetterEventType } from './letter-event.js';
import type { LetterState } from './letter-state.js';

/**
 * The life cycle as one table: for every state, what each event does to it. It is the only way to change state.
 *
 * A letter is `received` when it is committed, `routed` when a plan stands, `sent` when the channel has accepted it,
 * `delivered` when the recipient could open it (or it is posted) and `opened` when they did. Receipts come late, twice
 * and out of order, and that is normal input: one that tells what a later one has told already is *noted* (recorded,
 * state unchanged), never an error. `failed` and `returned` after `delivered` are allowed, because paper is returned
 * and a print service may fail a letter it first confirmed (DPI reference 2.4). A receipt that the state makes
 * impossible is *refused* by name, and then kept beside the log, not dropped.
 *
 * Three marks: a state name = move there; `noted` = record, stay; anything absent = refused.
 */
type Effect = LetterState | 'noted';
type Row = Readonly<Partial<Record<LetterEventType, Effect>>>;

/** Events that tell something beside the state; never a step in it. */
const NOTES: Row = {
  notified: 'noted',
  'notification-failed': 'noted',
  'print-accepted': 'noted',
  moved: 'noted',
};

/** What a channel may still say about a letter that has ended here: recorded, never a new life. */
const LATE: Row = {
  ...NOTES,
  sent: 'noted',
  delivered: 'noted',
  printed: 'noted',
  opened: 'noted',
  returned: 'noted',
  failed: 'noted',
};

export const LETTER_TRANSITIONS: Readonly<Record<LetterState, Row>> = {
  received: { routed: 'routed', held: 'held', failed: 'failed', expired: 'expired', cancelled: 'cancelled' },
  routed: {
    ...NOTES,
    sent: 'sent',
    // The channel's own receipt can overtake the answer to our deposit.
    delivered: 'delivered',
    printed: 'delivered',
    opened: 'opened',
    rerouted: 'routed',
    held: 'held',
    failed: 'failed',
    expired: 'expired',
    cancelled: 'cancelled',
    returned: 'returned',
  },
  sent: {
    ...NOTES,
    sent: 'noted',
    delivered: 'delivered',
    printed: 'delivered',
    opened: 'opened',
    rerouted: 'routed',
    held: 'held',
    returned: 'returned',
    failed: 'failed',
    expired: 'expired',
    cancelled: 'cancelled',
  },
  delivered: {
    ...NOTES,
    sent: 'noted',
    delivered: 'noted',
    printed: 'noted',
    opened: 'opened',
    'read-deadline-passed': 'noted',
    rerouted: 'routed',
    returned: 'returned',
    failed: 'failed',
    held: 'held',
  },
  opened: { ...LATE },
  held: {
    ...NOTES,
    released: 'routed',
    sent: 'noted',
    delivered: 'delivered',
    printed: 'delivered',
    opened: 'opened',
    returned: 'returned',
    failed: 'failed',
    expired: 'expired',
    cancelled: 'cancelled',
  },
  rejected: {},
  returned: { ...LATE },
  failed: { ...LATE },
  expired: { ...LATE },
  cancelled: { ...LATE },
};

export type Transition =
  | { readonly kind: 'moved'; readonly to: LetterState }
  | { readonly kind: 'noted'; readonly to: LetterState }
  | { readonly kind: 'refused'; readonly code: 'ILLEGAL_TRANSITION'; readonly text: string };

/** Pure: what `event` does to a letter in `state`. */
export function transition(state: LetterState, event: LetterEventType): Transition {
  const effect = LETTER_TRANSITIONS[state][event];
  if (effect === undefined) {
    return {
      kind: 'refused',
      code: 'ILLEGAL_TRANSITION',
      text: `A letter that is ${state} cannot become ${event}. Look at its timeline before replaying the receipt.`,
    };
  }
  return effect === 'noted' ? { kind: 'noted', to: state } : { kind: 'moved', to: effect };
}
