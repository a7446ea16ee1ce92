import type { Recipient } from '#domain/recipient.js';

/** Who a letter that waits for a dispatcher is to; nothing else of it is read. */
export interface WaitingRecipient {
  /** The letter's. */
  readonly id: string;
  readonly kind: Exclude<Recipient['kind'], 'address'>;
  /** The identifier in UTF-8, sealed with the letter's own key. */
  readonly sealedRecipient: Buffer;
  readonly wrappedKey: Buffer;
}
