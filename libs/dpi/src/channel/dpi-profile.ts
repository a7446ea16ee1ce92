import type { ReceiptEventType } from '#channels/provider-receipt.js';
import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import type { Blame } from '#domain/failure.js';
import { MAX_PACKAGE_BYTES, MAX_PACKAGE_DOCUMENTS } from '../package/limits.js';
import type { PackageDocument } from '../package/package-document.js';
import type { ReceiptType } from '../sbd/sbd-type.js';
import type { DpiMessage } from './dpi-message.js';

/** What makes one provider different from another in DPI: data, and how it wants documents named. */
export interface DpiProfile {
  readonly capabilities: ChannelCapabilities;
  /** What kind of message it takes: MAILBOX_MESSAGE or PRINT_MESSAGE. */
  readonly message: DpiMessage;
  /** Organisation number: receiver of messages, signer of receipts. */
  readonly provider: string;
  /** The queue of receipts at the access point; one per channel, so that channels do not take each other's. */
  readonly kanal: string;
  /** Bytes of the encrypted package. */
  readonly maxPackageBytes: number;
  /** Pure: documents as this provider takes them. */
  arrange(documents: readonly PackageDocument[]): readonly PackageDocument[];
  /** What the sender's notices do to those that the citizen has asked for; absent where nobody is notified. */
  readonly noticeEffect?: 'adds' | 'replaces';
  /** Known reasons in `feil`, first match wins. */
  readonly faults: readonly ProviderFault[];
  /** What its receipts mean in our words; `leveringskvittering` differs between a mailbox and paper. */
  readonly receipts: ReceiptMeanings;
}

export type ReceiptMeanings = Readonly<Record<ReceiptType, ReceiptEventType>>;

/** The receipts of a mailbox: `leveringskvittering` is the letter in the mailbox (DPI reference 2.3). */
export const MAILBOX_RECEIPTS: ReceiptMeanings = {
  leveringskvittering: 'delivered',
  aapningskvittering: 'opened',
  mottakskvittering: 'print-accepted',
  returpostkvittering: 'returned',
  varslingfeiletkvittering: 'notification-failed',
  feil: 'failed',
};

/** The receipts of paper: `leveringskvittering` is printed, enveloped and handed to the post (DPI reference 2.3). */
export const PRINT_RECEIPTS: ReceiptMeanings = { ...MAILBOX_RECEIPTS, leveringskvittering: 'printed' };

/** One line of a provider's error table. */
export interface ProviderFault {
  readonly type: 'KLIENT' | 'SERVER';
  /** Tried on `detaljer`. */
  readonly pattern: RegExp;
  readonly code: string;
  /** What happened and what to do; replaces the provider's own words, which may hold personal data. */
  readonly text: string;
  readonly blame: Blame;
}

/** Media types a mailbox takes (DPI reference 3.5), without the extensions that need data files of their own. */
export const MAILBOX_MEDIA_TYPES: readonly string[] = [
  'application/pdf',
  'text/html',
  'application/ehf+xml',
  'text/plain',
  'application/vnd.oasis.opendocument.formula',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'application/vnd.oasis.opendocument.graphics',
  'image/gif',
  'image/jpeg',
  'image/png',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/octet-stream',
];

export { MAX_PACKAGE_BYTES, MAX_PACKAGE_DOCUMENTS };
/** Plain bytes: half a megabyte is room for container, signature and encryption of 201 documents with long names. */
export const MAX_PLAIN_BYTES = MAX_PACKAGE_BYTES - 500 * 1000;
