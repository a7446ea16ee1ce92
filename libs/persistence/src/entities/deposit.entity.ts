import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DepositState } from '../records/deposit-row.js';

/** One hand-over of a letter to a channel. */
@Entity('deposits')
export class DepositEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid')
  letter!: string;

  @Column('text')
  channel!: string;

  @Column('text', { name: 'conversation_id' })
  conversationId!: string;

  @Column('smallint')
  step!: number;

  @Column('text')
  state!: DepositState;

  @Column('text', { nullable: true })
  reference!: string | null;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt!: Date | null;
}
