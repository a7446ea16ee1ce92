import type { ChannelId } from '#domain/channel-id.js';
import type { MfEnvironment, PersonIdentifierRule } from '#domain/identifiers.js';
import type { Letter, LetterPriority } from '#domain/letter.js';
import type { Reason } from '#domain/letter-event.js';
import type { FieldError } from './field-error.js';

export interface ParseRules {
  readonly environment: MfEnvironment;
  /** Default: the rule that holds until 2032. */
  readonly identifierRule?: PersonIdentifierRule;
  /** The channels a letter may name. */
  readonly channels: readonly ChannelId[];
  /** From the queue (or the HTTP call), not from the message. */
  readonly priority: LetterPriority;
}

export type ParseOutcome = ParsedLetter | InvalidLetter | UnreadableLetter;

export interface ParsedLetter {
  readonly kind: 'letter';
  /** Inline documents have size, digest and a fresh documentId; uploaded ones size 0 and an empty digest until resolved. */
  readonly letter: Letter;
  /** Plain bytes of the inline documents by documentId. */
  readonly inline: ReadonlyMap<string, Buffer>;
  readonly references: readonly DocumentReference[];
  /** SHA-256 of the canonical message: the same for a repeat, whatever its key order, white space and spelt-out defaults. */
  readonly contentHash: Buffer;
}

/** A document that was uploaded before. */
export interface DocumentReference {
  /** Place in `letter.documents`. */
  readonly index: number;
  readonly documentId: string;
  /** What the sender says its digest is, lower-case hex. */
  readonly sha256?: string;
}

/** Readable enough to be answered with a `rejected` receipt. */
export interface InvalidLetter {
  readonly kind: 'invalid';
  readonly identity: LetterIdentity;
  /** All of them, in the order of the contract's fields. */
  readonly errors: readonly FieldError[];
}

/** The parts of an invalid letter that hold by themselves; without these two it is unreadable. */
export interface LetterIdentity {
  readonly letterId: string;
  readonly sender: string;
  readonly supplier?: string;
  readonly conversationId?: string;
  readonly reference?: string;
}

/** Nobody to answer: the dead queue, or a plain 400. `errors` when the fields could be read all the same. */
export interface UnreadableLetter {
  readonly kind: 'unreadable';
  readonly reason: Reason & { readonly code: 'MALFORMED_JSON' | 'NO_LETTER_ID' };
  readonly errors: readonly FieldError[];
}
