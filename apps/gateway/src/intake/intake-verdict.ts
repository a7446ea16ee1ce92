import type { FieldError } from '#contract/field-error.js';
import type { SenderRefusal } from '#platform/sender-directory.js';

/** Why this caller may not send this letter. */
export type IntakeRefusal = SenderRefusal | 'ROUTING_KEY_MISMATCH';

/** What became of a letter at the door; everything but the last two is committed when this is returned. */
export type IntakeVerdict =
  | { readonly kind: 'accepted' | 'repeat' | 'reused'; readonly letterId: string; readonly conversationId: string }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  | {
      readonly kind: 'unreadable';
      readonly code: 'MALFORMED_JSON' | 'NO_LETTER_ID';
      readonly text: string;
      readonly errors: readonly FieldError[];
    }
  | { readonly kind: 'refused'; readonly code: IntakeRefusal };
