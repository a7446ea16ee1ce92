import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LetterEventData, LetterEventType } from '#domain/letter-event.js';
import type { LetterState } from '#domain/letter-state.js';

/** The append-only log; only `publishedAt` is ever written again. */
@Entity('letter_events')
export class LetterEventEntity {
  @PrimaryColumn('uuid')
  id!: string;

  /** Decimal string. */
  @Column('bigint')
  position!: string;

  /** Null for letters that were refused at the door. */
  @Column('uuid', { nullable: true })
  letter!: string | null;

  @Column('text')
  sender!: string;

  @Column('text', { nullable: true })
  supplier!: string | null;

  /** The sender's letterId. */
  @Column('text')
  subject!: string;

  @Column('text', { name: 'conversation_id', nullable: true })
  conversationId!: string | null;

  @Column('text', { nullable: true })
  reference!: string | null;

  @Column('integer', { nullable: true })
  sequence!: number | null;

  @Column('text')
  type!: LetterEventType;

  @Column('text', { name: 'status_after' })
  statusAfter!: LetterState;

  @Column('timestamptz')
  at!: Date;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  @Column('jsonb')
  data!: LetterEventData;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;
}
