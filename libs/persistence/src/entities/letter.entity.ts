import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeliveryPlan } from '#domain/delivery-plan.js';
import type { LegalEffect } from '#domain/letter.js';
import type { LetterState } from '#domain/letter-state.js';
import type { Recipient } from '#domain/recipient.js';
import type { StepFailure } from '../records/letter-step.js';

/** For reading; the columns that only the hot statements use are left out. */
@Entity('letters')
export class LetterEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  sender!: string;

  @Column('text', { nullable: true })
  supplier!: string | null;

  @Column('text', { name: 'letter_id' })
  letterId!: string;

  @Column('text', { name: 'conversation_id' })
  conversationId!: string;

  @Column('text', { nullable: true })
  reference!: string | null;

  /** 1 = prioritised. */
  @Column('smallint')
  priority!: number;

  @Column('text', { name: 'legal_effect' })
  legalEffect!: LegalEffect;

  @Column('text', { name: 'recipient_kind' })
  recipientKind!: Recipient['kind'];

  @Column('text')
  state!: LetterState;

  @Column('integer')
  version!: number;

  @Column('jsonb', { nullable: true })
  plan!: DeliveryPlan | null;

  @Column('smallint', { name: 'step_index' })
  stepIndex!: number;

  @Column('text', { nullable: true })
  channel!: string | null;

  @Column('integer')
  attempts!: number;

  @Column('jsonb', { name: 'last_failure', nullable: true })
  lastFailure!: StepFailure | null;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('timestamptz', { name: 'available_from', nullable: true })
  availableFrom!: Date | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'read_deadline_at', nullable: true })
  readDeadlineAt!: Date | null;

  @Column('timestamptz', { name: 'due_at', nullable: true })
  dueAt!: Date | null;
}
