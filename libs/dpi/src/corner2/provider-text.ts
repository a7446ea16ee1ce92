import { maskIdentifiers } from '#platform/mask-identifiers.js';

const MAX_CHARACTERS = 200;

/** A provider's free text without what could point to a person: identifiers, long numbers (addresses, phones), e-mail. */
export function safeProviderText(text: string): string {
  return maskIdentifiers(text)
    .replace(/[^\s@<>]+@[^\s@<>]+/g, '***')
    .replace(/\d[\d -]{5,}\d/g, '***')
    .slice(0, MAX_CHARACTERS);
}
