/**
 * What is taken over of a provider's free text: nothing but codes of a known form. People write that text, and no filter
 * finds every name in it, while receipts go to systems and logs that may not see one. The words themselves stay with
 * the raw receipt in the database.
 */
const CODE = /\bSBD:\d{4}\b/;

/** `Reason code: SBD:5023. …` -> `SBD:5023` (DPI reference 2.3). */
export function providerCodeOf(text: string): string | undefined {
  return CODE.exec(text)?.[0];
}
