import type { ChannelId } from '#domain/channel-id.js';

/** A deposit whose channel should be asked now. */
export interface DepositToPoll {
  readonly depositId: string;
  readonly channel: ChannelId;
  readonly conversationId: string;
  readonly reference?: string;
  /** Organisation number of the letter's sender. */
  readonly sender: string;
  /** The supplier where there is one, else the sender. */
  readonly signer: string;
  readonly startedAt: Date;
  readonly acceptedAt?: Date;
  /** How often it was asked already. */
  readonly polls: number;
}
