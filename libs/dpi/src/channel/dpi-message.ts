import type { ChannelNeed } from '#channels/channel.port.js';
import type { DepositOrder } from '#channels/deposit-order.js';
import type { Failure } from '#domain/failure.js';
import type { Result } from '#domain/result.js';

/**
 * What a letter to a mailbox and a letter to print do not share: whom it is addressed to, what its message says, and
 * whose certificate it is sealed for. All the rest (package, signature, token, posting, statuses, the queue of
 * receipts) is one way through the access point, in DpiChannel and MessagePacker, which ask nothing about the kind.
 */
export interface DpiMessage {
  /** What the app must look up for each order. */
  readonly needs?: ChannelNeed;
  /** Whose certificate it is sealed for, as failures name it, e.g. "the mailbox provider". */
  readonly recipient: string;
  /** Pure. The addressed letter, or why it cannot be sent by this provider; asked before anything is read or sent. */
  address(order: DepositOrder, provider: string): Result<AddressedMessage, Failure>;
}

export interface AddressedMessage {
  /** PEM of the provider's certificate, as the register gave it. */
  readonly certificate: string | undefined;
  /** `mottaker` of the manifest; a letter to print has none (DPI reference 3.1). */
  readonly mailboxAddress?: string;
  /** Pure: the StandardBusinessDocument that is signed and posted. */
  sbd(sealed: SealedFacts): object;
}

/** What is known once the package is sealed. */
export interface SealedFacts {
  /** Base64 SHA-256 of the CMS bytes. */
  readonly digest: string;
  /** The access token the message is posted with. */
  readonly token: string;
  readonly timeToLiveMs: number;
}
