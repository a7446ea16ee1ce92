import type { FaultService } from '#channels/simulation/faults.js';
import type { Result } from '#domain/result.js';
import type { ReceiptType } from '../sbd/sbd-type.js';
import type { TakenMessage } from './access-point.state.js';
import type { CheckedMessage } from './message-checks.js';
import type { PostedMessage } from './posted-message.reader.js';

/** Who gets letters behind the simulated access point: a mailbox provider, or the print service. */
export interface Corner4Party {
  /** Channel of its deliveries, its fault switch and the name of its key. */
  readonly channel: Extract<FaultService, 'digipost' | 'eboks' | 'print'>;
  readonly organisationNumber: string;
  /** The message it is registered for; the process of message and receipts has the same name. */
  readonly takes: 'digital' | 'utskrift';
}

/** What a party does with a letter (DPI reference 1.6). */
export interface Corner4Delivery {
  readonly party: Corner4Party;
  /** Keeps the letter and says which receipts will be sent, or why not. Idempotent: the delivery has the message's id. */
  deliver(
    message: TakenMessage,
    checked: CheckedMessage,
    posted: PostedMessage,
  ): Promise<Result<readonly PromisedReceipt[], DeliveryRefusal>>;
}

export interface PromisedReceipt {
  readonly type: ReceiptType;
  /** Milliseconds of the sandbox clock, on top of the time that any receipt takes. */
  readonly afterMs: number;
  /** What its body has beside the fields of every receipt. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** `detaljer` of a feil KLIENT. */
export type DeliveryRefusal = string;
