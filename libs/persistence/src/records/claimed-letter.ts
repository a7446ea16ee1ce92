import type { DeliveryPlan } from '#domain/delivery-plan.js';
import type { LetterPriority } from '#domain/letter.js';
import type { LetterState } from '#domain/letter-state.js';
import type { DepositRow } from './deposit-row.js';
import type { StepFailure } from './letter-step.js';

/** A due letter, leased to one dispatcher, with all that is needed to take its next step. */
export interface ClaimedLetter {
  readonly id: string;
  readonly sender: string;
  readonly supplier?: string;
  readonly letterId: string;
  readonly conversationId: string;
  readonly reference?: string;
  readonly priority: LetterPriority;
  readonly state: LetterState;
  readonly version: number;
  readonly plan?: DeliveryPlan;
  readonly stepIndex: number;
  /** Failed attempts at this step. */
  readonly attempts: number;
  readonly dueAt: Date;
  readonly receivedAt: Date;
  readonly availableFrom?: Date;
  readonly expiresAt?: Date;
  readonly readDeadlineAt?: Date;
  /** The state it was held in; kept for one step after its release. */
  readonly resumeState?: LetterState;
  /** Of the last try, or what a receipt said of the channel it is with; cleared when it is handed over. */
  readonly lastFailure?: StepFailure;
  readonly sealedContent: Buffer;
  readonly wrappedKey: Buffer;
  /** The latest one. */
  readonly deposit?: DepositRow;
}
