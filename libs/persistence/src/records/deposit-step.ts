import type { ChannelId } from '#domain/channel-id.js';
import type { DepositState } from './deposit-row.js';

/** What a step does to the letter's deposits. */
export type DepositStep = NewDeposit | DepositChange;

/** Becomes a row `started`; called as the letter is, or as itself where that name is taken in the channel. */
export interface NewDeposit {
  readonly kind: 'new';
  /** UUID, stable over retries. */
  readonly id: string;
  readonly channel: ChannelId;
  /** Index of the plan's step. */
  readonly step: number;
  /** Domain time; the database's own when absent. */
  readonly startedAt?: Date;
}

export interface DepositChange {
  readonly kind: 'change';
  readonly id: string;
  readonly state: DepositState;
  /** Left as it is when absent. */
  readonly reference?: string;
  readonly acceptedAt?: Date;
  /** When to ask the channel; null = no more; left as it is when absent. */
  readonly nextPollAt?: Date | null;
}
