/** Message types of DPI gen-2; the body's key and `documentIdentification.type` are the same word (DPI reference 2.3). */
export const LETTER_TYPES = ['digital', 'utskrift', 'flyttet'] as const;
export const RECEIPT_TYPES = [
  'leveringskvittering',
  'aapningskvittering',
  'mottakskvittering',
  'returpostkvittering',
  'varslingfeiletkvittering',
  'feil',
] as const;
export const SBD_TYPES = [...LETTER_TYPES, ...RECEIPT_TYPES] as const;

/** Messages with a dokumentpakke. */
export type LetterType = (typeof LETTER_TYPES)[number];
/** Messages about one: without dokumentpakke, from whoever has it. */
export type ReceiptType = (typeof RECEIPT_TYPES)[number];
export type SbdType = LetterType | ReceiptType;

export function isReceiptType(type: SbdType): type is ReceiptType {
  return RECEIPT_TYPES.some((one) => one === type);
}
