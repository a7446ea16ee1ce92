/** One wrong field of a letter message. Neither `field` nor `text` ever holds a value that the sender wrote. */
export interface FieldError {
  /** Path as a programmer writes it: `documents[0].content.base64`; empty for the message as a whole. */
  readonly field: string;
  readonly code: FieldErrorCode;
  /** What to do about it. */
  readonly text: string;
}

/** Stable: sak/arkiv systems branch on these (contract 5, `details.errors`). Catalogued in docs/errors.md. */
export const FIELD_ERROR_CODES = [
  'UNKNOWN_FIELD',
  'REQUIRED',
  'WRONG_TYPE',
  'TOO_LONG',
  'TOO_SHORT',
  'OUT_OF_RANGE',
  'NOT_ALLOWED_VALUE',
  'WRONG_CHECK_DIGITS',
  'INVALID_DATE',
  'NOT_A_UUID',
  'NOT_BASE64',
  'UNKNOWN_MEDIA_TYPE',
  'TOO_MANY',
  'TOO_FEW',
  'CONTRADICTORY_DELIVERY',
  'UNKNOWN_CHANNEL',
  'RECIPIENT_AMBIGUOUS',
  'SYNTHETIC_NOT_ALLOWED',
  'REAL_PERSON_NOT_ALLOWED',
  'REAL_ORGANISATION_NOT_ALLOWED',
  'ADDRESS_INVALID',
  'DUPLICATE',
  'DOCUMENT_NOT_FOUND',
  'DIGEST_MISMATCH',
  'DEADLINE_IN_THE_PAST',
] as const;

export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number];
