import type { LegalEffect, LetterPriority } from '#domain/letter.js';
import type { Recipient } from '#domain/recipient.js';

/** A valid letter on its way in. What is personal in it is inside `sealedContent` or hashed. */
export interface NewLetter {
  /** UUID, ours; the key of everything else. */
  readonly id: string;
  /** Organisation number. With `letterId` the idempotency key. */
  readonly sender: string;
  readonly supplier?: string;
  readonly letterId: string;
  readonly conversationId: string;
  readonly reference?: string;
  readonly priority: LetterPriority;
  /** SHA-256 of the canonical message: tells a repeat from a reused id. */
  readonly contentHash: Buffer;
  /** Keyed hash of the recipient (ContentVault.recipientKey), for look-up without the identifier. */
  readonly recipientKey: Buffer;
  readonly recipientKind: Recipient['kind'];
  readonly legalEffect: LegalEffect;
  /** LetterContent.pack, sealed with the letter's own key. */
  readonly sealedContent: Buffer;
  /** The identifier of a person or an organisation in UTF-8, sealed with the same key. */
  readonly sealedRecipient?: Buffer;
  /** That key, wrapped by the master key. */
  readonly wrappedKey: Buffer;
  readonly availableFrom?: Date;
  readonly expiresAt?: Date;
  /** When the dispatcher should look at it first. */
  readonly dueAt: Date;
  readonly receivedAt: Date;
  /** UUID of the `received` event. */
  readonly eventId: string;
  /** Uploaded documents that this letter uses from now on. */
  readonly documentIds: readonly string[];
}
