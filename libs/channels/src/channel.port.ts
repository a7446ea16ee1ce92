import type { Failure } from '#domain/failure.js';
import type { Result } from '#domain/result.js';
import type { DepositOrder } from './deposit-order.js';
import type { ProviderReceipt } from './provider-receipt.js';

/**
 * The port every channel implements. Deliberately outside it: the database, the broker, retries, back-off and the
 * decision which channel to use. An adapter returns a Failure for everything the provider may answer and throws only
 * defects. Every method takes a signal and gives up when it is aborted.
 */
export interface Channel {
  /**
   * Hands the letter over. Idempotent by `order.depositId`: the same id twice leaves one letter with the recipient.
   * `ambiguous` when the request may have been carried out but the answer is lost.
   */
  deposit(order: DepositOrder, signal: AbortSignal): Promise<Result<DepositAccepted, Failure>>;

  /**
   * What the channel knows of a deposit. Resolves ambiguous deposits (`unknown` = certainly not there, so it may be
   * deposited again with the same id) and is the only source of receipts for channels without an inbox.
   */
  status(query: DepositQuery, signal: AbortSignal): Promise<Result<DepositStatus, Failure>>;

  /**
   * What the app must look up and put into each order of this channel, beside the recipient. Of the port and not of the
   * declared capabilities, because it depends on how the channel is configured. A look-up that fails delays the letter.
   */
  readonly needs?: ChannelNeed;

  /** Channels whose receipts are fetched from a queue or a folder (DPI, SFTP). */
  readonly inbox?: ReceiptInbox;

  /**
   * Channels that call us when something happens (Altinn events), where that is configured: the call is a hint, the
   * truth is read with `status()`, and so is, slowly, what they failed to tell. Without it `status()` is asked often.
   */
  readonly callback?: CallbackParser;
}

/** `print-service`: the contact register's facts of the national print service, in the postal target. */
export type ChannelNeed = 'print-service';

export interface DepositAccepted {
  /** The provider's id of the letter, unique within the channel. */
  readonly reference: string;
  readonly acceptedAt: Date;
  /** Shown in the `sent` receipt; no personal data. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface DepositQuery {
  readonly depositId: string;
  /** As in the order: what the letter is called at the channel. */
  readonly conversationId: string;
  /** The provider's id when the deposit was answered; absent when the answer was lost. */
  readonly reference?: string;
  /** The letter's sender and signer, for providers that keep them apart. */
  readonly sender: string;
  readonly signer: string;
}

export type DepositStatus =
  /** The provider certainly has no such deposit. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'known';
      readonly reference: string;
      /** Everything the provider tells about it so far, oldest first; replays are recognised by `sourceId`. */
      readonly receipts: readonly ProviderReceipt[];
      /** The provider will say no more about this deposit. */
      readonly settled: boolean;
    };

/** Receipts that wait to be fetched. They stay at the provider until confirmed, and are confirmed only after commit. */
export interface ReceiptInbox {
  /** `per-signer`: each signing organisation has a queue of its own; `shared`: one for the whole gateway. */
  readonly scope: 'per-signer' | 'shared';
  /** Oldest first, at most `limit`. A receipt that cannot be read comes as `quarantined`, it never blocks the rest. */
  fetch(
    request: { readonly signer: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<Result<readonly ProviderReceipt[], Failure>>;
  /** Tells the provider that the receipt is safe with us. Idempotent. */
  confirm(
    request: { readonly signer: string; readonly receipt: ProviderReceipt },
    signal: AbortSignal,
  ): Promise<Result<void, Failure>>;
}

export interface CallbackParser {
  /** Which deposits to re-read; a validation call yields none. Never trusts the body further than that. */
  parse(call: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer;
  }): Result<readonly CallbackHint[], Failure>;
}

export interface CallbackHint {
  /** The provider's id of the deposit, as in `DepositAccepted.reference`. */
  readonly reference: string;
}
