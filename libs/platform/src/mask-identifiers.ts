/** Eleven digits that stand alone; in a line of JSON a line break before them is written with a letter. */
const PERSON_IDENTIFIER = /(?:(?<![0-9A-Za-z])|(?<=\\[bfnrt]))\d{6}\s?\d{5}(?![0-9A-Za-z])/g;

/** Replaces anything that looks like a fødselsnummer; for texts that leave in logs, receipts and problems. */
export function maskIdentifiers(text: string): string {
  return text.replace(PERSON_IDENTIFIER, '***********');
}
