import type { DeliveryPlan } from '#domain/delivery-plan.js';
import type { FailureKind } from '#domain/failure.js';
import type { LetterEvent } from '#domain/letter-event.js';
import type { LetterState } from '#domain/letter-state.js';
import type { DepositStep } from './deposit-step.js';

/** One committed step of one letter: new state, its deposit and its events, or nothing at all. */
export interface LetterStep {
  readonly id: string;
  /** As read; when the row has another by now the step is stale. */
  readonly version: number;
  /** The lease that the step is taken under; absent for steps from outside the dispatcher. */
  readonly owner?: string;
  readonly state: LetterState;
  /** Left as it is when absent. */
  readonly plan?: DeliveryPlan;
  readonly stepIndex?: number;
  readonly attempts: number;
  /** When the dispatcher should look again; null = when something happens. */
  readonly dueAt: Date | null;
  /** Null clears, absent leaves. */
  readonly lastFailure?: StepFailure | null;
  readonly readDeadlineAt?: Date | null;
  readonly deposit?: DepositStep;
  /** In order; get the letter's next sequences. One whose `sourceKey` is recorded already is left out. */
  readonly events: readonly StepEvent[];
  /** Only the owner can release. */
  readonly releaseLease: 'release' | 'keep';
}

/** The failure as kept for people: no cause, no personal data. */
export interface StepFailure {
  readonly code: string;
  readonly kind: FailureKind;
  readonly text: string;
}

export interface StepEvent extends LetterEvent {
  /** UUID, becomes the CloudEvents id. */
  readonly id: string;
}
