import type { Channel, ReceiptInbox } from '#channels/channel.port.js';
import type { DepositOrder, DepositTarget } from '#channels/deposit-order.js';

export type PostalOrder = DepositOrder & { readonly target: Extract<DepositTarget, { readonly kind: 'postal' }> };

/** Whoever prints: a channel that is only given letters with a postal address. */
export interface PrintVendor extends Omit<Channel, 'deposit' | 'inbox' | 'callback'> {
  readonly inbox: ReceiptInbox;
  deposit(order: PostalOrder, signal: AbortSignal): ReturnType<Channel['deposit']>;
  /** Closes what it has opened. */
  onApplicationShutdown(): void | Promise<void>;
}
