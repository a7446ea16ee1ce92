import type { Failure } from '#domain/failure.js';
import { isNorwegian, type PostalAddress } from '#domain/postal-address.js';
import { addressFailure } from './print.errors.js';

/** Control characters, halves of surrogate pairs, and the two that are no characters. */
const UNWRITABLE = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;

/** Pure: why the address cannot be written on an envelope, by any vendor; undefined when it can. */
export function envelopeFailure(address: PostalAddress): Failure | undefined {
  const isComplete = oneLine(address.name) !== '' && address.lines.some((line) => oneLine(line) !== '');
  const hasPlace =
    !isNorwegian(address) || (/^\d{4}$/.test(address.postalCode ?? '') && oneLine(address.city ?? '') !== '');
  return isComplete && hasPlace ? undefined : addressFailure();
}

/** As it can stand on an envelope: one line, without what no printer prints. */
export function oneLine(text: string): string {
  return text.replace(UNWRITABLE, ' ').replace(/\s+/g, ' ').trim();
}
