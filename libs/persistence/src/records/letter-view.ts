import type { ChannelId } from '#domain/channel-id.js';
import type { DeliveryPlan } from '#domain/delivery-plan.js';
import type { LegalEffect, LetterPriority } from '#domain/letter.js';
import type { LetterState } from '#domain/letter-state.js';
import type { Recipient } from '#domain/recipient.js';
import type { StepFailure } from './letter-step.js';

/** A letter as may be shown: nothing of its content, nothing about whom it is to. */
export interface LetterView {
  readonly id: string;
  readonly sender: string;
  readonly supplier?: string;
  readonly letterId: string;
  readonly conversationId: string;
  readonly reference?: string;
  readonly priority: LetterPriority;
  readonly legalEffect: LegalEffect;
  readonly recipientKind: Recipient['kind'];
  readonly state: LetterState;
  readonly version: number;
  readonly plan?: DeliveryPlan;
  readonly stepIndex: number;
  /** The channel of the plan's current step. */
  readonly channel?: ChannelId;
  readonly attempts: number;
  readonly dueAt?: Date;
  readonly receivedAt: Date;
  readonly availableFrom?: Date;
  readonly expiresAt?: Date;
  readonly readDeadlineAt?: Date;
  readonly lastFailure?: StepFailure;
}
