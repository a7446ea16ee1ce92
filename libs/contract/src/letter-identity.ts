import { isOrganisationNumber } from '#domain/identifiers.js';
import { isObject } from './hydrate.js';
import type { LetterIdentity } from './parse-outcome.js';
import { textRule, uuidRule } from './text-rules.js';

const uuid = uuidRule();
const text = textRule({ max: 500 });

/**
 * What a rejection can be addressed with; undefined when the letter's id or its sender is not usable. The sender need
 * only look like one: with wrong check digits it is refused as not registered, which tells more.
 */
export function identityOf(message: Readonly<Record<string, unknown>>): LetterIdentity | undefined {
  const { letterId, conversationId, reference } = message;
  const sender: Readonly<Record<string, unknown>> = isObject(message['sender']) ? message['sender'] : {};
  const organisationNumber = sender['organisationNumber'];
  const supplier = sender['supplier'];
  if (!isUuid(letterId) || !isNineDigits(organisationNumber)) return undefined;
  return {
    letterId: letterId.toLowerCase(),
    sender: organisationNumber,
    ...(isOrganisation(supplier) ? { supplier } : {}),
    ...(isUuid(conversationId) ? { conversationId: conversationId.toLowerCase() } : {}),
    ...(typeof reference === 'string' && text.check(reference) === undefined ? { reference } : {}),
  };
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.check(value) === undefined;
}

function isNineDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{9}$/.test(value);
}

function isOrganisation(value: unknown): value is string {
  return typeof value === 'string' && isOrganisationNumber(value);
}
