import type { DeliveryPlan } from '#domain/delivery-plan.js';
import type { LetterState } from '#domain/letter-state.js';
import type { DepositRow } from './deposit-row.js';

/** The letter that a receipt is about, locked while `decide` runs. */
export interface LetterForReceipt {
  readonly id: string;
  readonly sender: string;
  readonly supplier?: string;
  readonly letterId: string;
  readonly conversationId: string;
  readonly reference?: string;
  readonly state: LetterState;
  readonly version: number;
  readonly plan?: DeliveryPlan;
  readonly stepIndex: number;
  readonly attempts: number;
  readonly dueAt?: Date;
  readonly expiresAt?: Date;
  readonly readDeadlineAt?: Date;
  /** A dispatcher has it in its hands now, by the database's clock. */
  readonly isLeased: boolean;
  /** The deposit that the receipt names. */
  readonly deposit: DepositRow;
  /** False: the letter has gone on to another channel since. */
  readonly isLatestDeposit: boolean;
}
