import type { Letter } from '#domain/letter.js';
import { hasGivenAddress } from './print-address.js';

/**
 * What a held letter without an address tells its sender. A receipt must not say that somebody's address is protected,
 * beyond what cannot be hidden from a sender who gave an address and sees it unused. So the text follows from the letter
 * alone, never from the protection: who gave none reads the same about everybody, and there is one code for all, so that
 * no list or count of it is one of protected persons.
 */
export function addressMissingText(letter: Letter): string {
  return hasGivenAddress(letter) ? GIVEN_NOT_USED : NONE_GIVEN;
}

const NONE_GIVEN =
  'The letter must go on paper, but no address is registered or given. Give an address and release it, or cancel it.';
const GIVEN_NOT_USED =
  'The letter must go on paper, and the register gives no address that may be used; what the sender gives is not used ' +
  'for this recipient. Deliver it otherwise and cancel it.';
