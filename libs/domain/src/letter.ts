import type { ChannelId } from './channel-id.js';
import type { PostalAddress } from './postal-address.js';
import type { Recipient } from './recipient.js';

/**
 * The letter as the gateway works with it: the validated message of contract 4, without its wire quirks. Immutable;
 * what happens to it afterwards is in its events (letter-event.ts) and its state (letter-state.ts).
 */
export interface Letter {
  /** Chosen by the sender; with `sender.organisationNumber` the idempotency key. */
  readonly letterId: string;
  readonly sender: LetterSender;
  readonly recipient: Recipient;
  readonly reference?: string;
  /** Defaults to `letterId`. Links everything a channel says back to this letter (DPI ConversationId). */
  readonly conversationId: string;
  readonly legalEffect: LegalEffect;
  readonly securityLevel: SecurityLevel;
  /** Not sensitive, 1-255 characters: shown in notices and lists of the mailbox. */
  readonly title: string;
  readonly summary?: string;
  readonly language: Language;
  /** The first is the main document, the rest attachments (0-200). */
  readonly documents: readonly LetterDocument[];
  /** Not visible to the recipient before this instant (virkningstidspunkt). */
  readonly availableFrom?: Date;
  /** Not delivered by then: expired (levetid). */
  readonly expiresAt?: Date;
  readonly openReceipt: boolean;
  readonly notification: LetterNotification;
  readonly delivery: DeliveryWishes;
  readonly print: PrintWishes;
  readonly priority: LetterPriority;
}

export const LEGAL_EFFECTS = ['decision', 'important', 'information'] as const;
/** `decision` and `important` require that the recipient can be notified (eForvaltningsforskriften § 8). */
export type LegalEffect = (typeof LEGAL_EFFECTS)[number];

export const LANGUAGES = ['nb', 'nn', 'en', 'se'] as const;
export type Language = (typeof LANGUAGES)[number];

export const SECURITY_LEVELS = [3, 4] as const;
export type SecurityLevel = (typeof SECURITY_LEVELS)[number];

/** Prioritised letters have a queue of their own and are claimed first. */
export type LetterPriority = 'normal' | 'priority';

export interface LetterSender {
  readonly organisationNumber: string;
  /** The databehandler that sends for the public body and then also signs. */
  readonly supplier?: string;
  /** Avsenderidentifikator, at most 100 characters. */
  readonly unit?: string;
  readonly invoiceReference?: string;
}

export interface LetterDocument {
  readonly title: string;
  readonly fileName: string;
  readonly mediaType: string;
  /** Bytes of the plain content. */
  readonly size: number;
  /** Hex digest of the plain content: identifies the document exactly, everywhere. */
  readonly sha256: string;
  /** Where the document store has it. */
  readonly documentId: string;
}

export interface LetterNotification {
  readonly email?: NotificationText;
  readonly sms?: NotificationText;
}

export interface NotificationText {
  readonly text: string;
  /** Days after the letter is available, 0-25, unique; default [0, 7] (one reminder after a week, § 8). */
  readonly repeatAfterDays: readonly number[];
}

export interface DeliveryWishes {
  /** Allowed channels; absent means all that are enabled. */
  readonly channels?: readonly ChannelId[];
  readonly forceChannel?: ChannelId;
  readonly digitalOnly: boolean;
  /** Unread for this many working days in Altinn leads to the next channel. */
  readonly readDeadlineWorkingDays?: number;
}

export interface PrintWishes {
  readonly colour: 'black-and-white' | 'colour';
  readonly postage: 'A' | 'B';
  readonly duplex: boolean;
  readonly undeliverable: 'return' | 'shred';
  readonly returnAddress?: PostalAddress;
  /** Used in any case when the letter is printed, before what the registers say. */
  readonly address?: PostalAddress;
}

/** The party that signs for a letter: the supplier where there is one, else the sender (DPI reference 1.6). */
export function signerOf(sender: LetterSender): string {
  return sender.supplier ?? sender.organisationNumber;
}
