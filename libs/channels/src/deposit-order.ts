import type { Readable } from 'node:stream';
import type { Letter, LetterDocument } from '#domain/letter.js';
import type { PostalAddress } from '#domain/postal-address.js';
import type { ContactPoint, MailboxFacts } from '#domain/recipient-facts.js';
import type { PrintServiceFacts } from './registers.port.js';

/** Everything a channel needs to deliver one letter; looked up for this deposit and gone afterwards. */
export interface DepositOrder {
  /** UUID, stable over retries: DPI message id, Altinn idempotentKey, print order id. */
  readonly depositId: string;
  /**
   * What this letter is called at the channel (DPI ConversationId, Altinn sendersReference, print order id): the
   * letter's own conversationId, or the depositId when another deposit to this channel has that one already. Unique
   * within the channel, so a receipt that names it finds exactly one deposit.
   */
  readonly conversationId: string;
  readonly letter: Letter;
  readonly documents: readonly OrderDocument[];
  /** Who the letter is to, in the form this channel addresses. */
  readonly target: DepositTarget;
  /** The sender's registered name and return address. */
  readonly sender: OrderSender;
  /** E-mail and mobile from KRR that may be used for notices about this letter (18-month rule applied). */
  readonly notifiable: { readonly email?: ContactPoint; readonly mobile?: ContactPoint };
  /** Unread for so many working days the letter goes to the next channel; absent when it does not. */
  readonly readDeadlineWorkingDays?: number;
  /** The time of the deposit by the domain clock. */
  readonly at: Date;
}

export interface OrderDocument extends LetterDocument {
  /** A fresh stream of the plain bytes; may be opened again for a retry. */
  open(): Readable;
}

export type DepositTarget =
  | { readonly kind: 'mailbox'; readonly mailbox: MailboxFacts }
  | { readonly kind: 'person'; readonly personIdentifier: string }
  | { readonly kind: 'organisation'; readonly organisationNumber: string }
  | {
      readonly kind: 'postal';
      readonly address: PostalAddress;
      /** For channels that need it, as the contact register gave it for this deposit. */
      readonly printService?: PrintServiceFacts;
    };

export interface OrderSender {
  readonly organisationNumber: string;
  readonly name: string;
  readonly returnAddress?: PostalAddress;
}
