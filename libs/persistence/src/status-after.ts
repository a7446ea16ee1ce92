import type { LetterEventType } from '#domain/letter-event.js';
import type { LetterState } from '#domain/letter-state.js';
import type { LetterStep } from './records/letter-step.js';

/** Where each event leaves a letter that it moves (contract 5); those that never move one are absent. */
const MOVES_TO: Readonly<Partial<Record<LetterEventType, LetterState>>> = {
  received: 'received',
  rejected: 'rejected',
  routed: 'routed',
  sent: 'sent',
  delivered: 'delivered',
  printed: 'delivered',
  opened: 'opened',
  rerouted: 'routed',
  released: 'routed',
  returned: 'returned',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'cancelled',
  held: 'held',
};

/**
 * The status that each event of a step is told with. The last one's is the step's state, decided by the life cycle;
 * those before it are stations on the way. Undefined: the state that the letter was in before the step.
 */
export function statusAfterEach(step: Pick<LetterStep, 'events' | 'state'>): readonly (LetterState | undefined)[] {
  let current: LetterState | undefined;
  return step.events.map((event, index) => {
    current = index === step.events.length - 1 ? step.state : (MOVES_TO[event.type] ?? current);
    return current;
  });
}
