import type { ChannelId } from '#domain/channel-id.js';

/**
 * One hand-over to one channel. `started` is committed before the call, so a crash in between leaves a trace:
 * ask the channel, then repeat with the same id.
 */
export interface DepositRow {
  readonly id: string;
  readonly channel: ChannelId;
  /** What the letter is called at the channel; unique within it. */
  readonly conversationId: string;
  readonly state: DepositState;
  /** Index of the plan's step. */
  readonly step: number;
  /** The provider's id. */
  readonly reference?: string;
  readonly startedAt: Date;
  readonly acceptedAt?: Date;
}

export type DepositState = 'started' | 'accepted' | 'ambiguous' | 'refused' | 'closed';
