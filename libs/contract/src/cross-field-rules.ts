import { PRINT_CHANNEL } from '#domain/channel-id.js';
import {
  isOrganisationNumber,
  isSyntheticOrganisation,
  isSyntheticPerson,
  personIdentifierProblem,
  takesSynthetic,
} from '#domain/identifiers.js';
import type { DeliveryPart } from './delivery.part.js';
import type { DocumentContentPart, DocumentPart } from './document.part.js';
import type { FieldError, FieldErrorCode } from './field-error.js';
import type { LetterMessage } from './letter.message.js';
import { isObject } from './hydrate.js';
import type { ParseRules } from './parse-outcome.js';
import type { PostalAddressPart } from './postal-address.part.js';
import type { PrintPart } from './print.part.js';
import type { RecipientPart } from './recipient.part.js';

/**
 * Rules that need more than one field, or the configuration. They run on messages whose single fields may be wrong, so
 * that the sender gets every error in one receipt: each reads its fields as unknown and is silent about wrong types,
 * which the field rules have named already.
 */
type Fields<Part> = Readonly<Partial<Record<keyof Part, unknown>>>;
type Rule = (message: LetterMessage, rules: ParseRules) => readonly FieldError[];

const RULES: readonly Rule[] = [
  recipientForm,
  personOfEnvironment,
  organisationOfEnvironment,
  addresses,
  contents,
  knownChannels,
  delivery,
  times,
];

export function checkTogether(message: LetterMessage, rules: ParseRules): FieldError[] {
  return RULES.flatMap((rule) => rule(message, rules));
}

function recipientForm({ recipient }: LetterMessage): readonly FieldError[] {
  if (!isObject(recipient)) return [];
  const { personIdentifier, organisationNumber, postalAddress } = fieldsOf<RecipientPart>(recipient);
  if (personIdentifier !== undefined && organisationNumber !== undefined) {
    return one('recipient', 'RECIPIENT_AMBIGUOUS', 'Give personIdentifier or organisationNumber, not both.');
  }
  if (personIdentifier === undefined && organisationNumber === undefined && postalAddress === undefined) {
    return one('recipient', 'REQUIRED', 'Give one of personIdentifier, organisationNumber and postalAddress.');
  }
  return [];
}

function personOfEnvironment({ recipient }: LetterMessage, rules: ParseRules): readonly FieldError[] {
  const identifier = fieldsOf<RecipientPart>(recipient).personIdentifier;
  if (typeof identifier !== 'string' || personIdentifierProblem(identifier, { allow2032: true }) !== undefined)
    return [];
  const path = 'recipient.personIdentifier';
  if (personIdentifierProblem(identifier, rules.identifierRule) !== undefined) {
    return one(path, 'WRONG_CHECK_DIGITS', 'The check digits match only by the rule of 2032, which is not in use yet.');
  }
  const synthetic = isSyntheticPerson(identifier);
  if (synthetic === takesSynthetic(rules.environment)) return [];
  return synthetic
    ? one(path, 'SYNTHETIC_NOT_ALLOWED', 'This is a synthetic test person; production takes real ones only.')
    : one(path, 'REAL_PERSON_NOT_ALLOWED', 'The sandbox takes synthetic persons only (month + 80).');
}

function organisationOfEnvironment({ recipient }: LetterMessage, { environment }: ParseRules): readonly FieldError[] {
  const number = fieldsOf<RecipientPart>(recipient).organisationNumber;
  if (typeof number !== 'string' || !isOrganisationNumber(number)) return [];
  const path = 'recipient.organisationNumber';
  const synthetic = isSyntheticOrganisation(number);
  if (synthetic === takesSynthetic(environment)) return [];
  return synthetic
    ? one(path, 'SYNTHETIC_NOT_ALLOWED', 'This is a synthetic test organisation; production takes real ones only.')
    : one(
        path,
        'REAL_ORGANISATION_NOT_ALLOWED',
        'The sandbox takes synthetic organisations only (they begin with 2 or 3).',
      );
}

function addresses({ recipient, print }: LetterMessage): readonly FieldError[] {
  const places: readonly (readonly [string, unknown])[] = [
    ['recipient.postalAddress', fieldsOf<RecipientPart>(recipient).postalAddress],
    ['print.returnAddress', fieldsOf<PrintPart>(print).returnAddress],
    ['print.address', fieldsOf<PrintPart>(print).address],
  ];
  return places.flatMap(([path, address]) =>
    isObject(address) ? norwegianAddress(path, fieldsOf<PostalAddressPart>(address)) : [],
  );
}

function norwegianAddress(path: string, address: Fields<PostalAddressPart>): readonly FieldError[] {
  const { countryCode, postalCode, city } = address;
  if (countryCode !== undefined && countryCode !== 'NO') return [];
  const errors: FieldError[] = [];
  if (postalCode === undefined || (typeof postalCode === 'string' && !/^\d{4}$/.test(postalCode))) {
    errors.push(
      ...one(
        `${path}.postalCode`,
        'ADDRESS_INVALID',
        'A Norwegian address needs a postal code of four digits; give countryCode for another country.',
      ),
    );
  }
  if (city === undefined) {
    errors.push(
      ...one(
        `${path}.city`,
        'ADDRESS_INVALID',
        'A Norwegian address needs a city; give countryCode for another country.',
      ),
    );
  }
  return errors;
}

function contents(message: LetterMessage): readonly FieldError[] {
  return documentsOf(message).flatMap(({ content }, index) => {
    const field = `documents[${String(index)}].content`;
    if (!isObject(content)) return [];
    const { base64, documentId, sha256 } = fieldsOf<DocumentContentPart>(content);
    if (base64 !== undefined && documentId !== undefined)
      return one(field, 'NOT_ALLOWED_VALUE', 'Give base64 or documentId, not both.');
    if (base64 === undefined && documentId === undefined)
      return one(field, 'REQUIRED', 'Give base64, or the documentId of an uploaded document.');
    if (base64 !== undefined && sha256 !== undefined)
      return one(
        `${field}.sha256`,
        'NOT_ALLOWED_VALUE',
        'sha256 belongs to a documentId; leave it out of an inline document.',
      );
    return [];
  });
}

function knownChannels({ delivery: wishes }: LetterMessage, { channels }: ParseRules): readonly FieldError[] {
  const { channels: list, forceChannel } = fieldsOf<DeliveryPart>(wishes);
  const text = `Give channels that this gateway has: ${channels.join(', ')}.`;
  const unknown = (value: unknown): boolean => typeof value === 'string' && value !== '' && !channels.includes(value);
  const listed: readonly unknown[] = Array.isArray(list) ? list : [];
  return [
    ...listed.flatMap((value, index) =>
      unknown(value) ? one(`delivery.channels[${String(index)}]`, 'UNKNOWN_CHANNEL', text) : [],
    ),
    ...(unknown(forceChannel) ? one('delivery.forceChannel', 'UNKNOWN_CHANNEL', text) : []),
  ];
}

/** What only the plan can tell (channels that leave nothing, digitalOnly to a reserved person) is routing's to say. */
function delivery({ delivery: wishes }: LetterMessage): readonly FieldError[] {
  const { digitalOnly, forceChannel } = fieldsOf<DeliveryPart>(wishes);
  if (digitalOnly !== true || forceChannel !== PRINT_CHANNEL) return [];
  return one(
    'delivery',
    'CONTRADICTORY_DELIVERY',
    'digitalOnly forbids paper and forceChannel asks for it; choose one.',
  );
}

/** Not against the clock: a letter that waited in a queue past its time is `expired`, and a repeat of it a repeat. */
function times({ availableFrom, expiresAt }: LetterMessage): readonly FieldError[] {
  const from = Date.parse(String(availableFrom));
  const until = Date.parse(String(expiresAt));
  if (Number.isNaN(from) || Number.isNaN(until) || until > from) return [];
  return one(
    'expiresAt',
    'DEADLINE_IN_THE_PAST',
    'The letter would expire before it is available; let expiresAt be after availableFrom.',
  );
}

function documentsOf({ documents }: LetterMessage): readonly Fields<DocumentPart>[] {
  const list: readonly unknown[] = Array.isArray(documents) ? documents : [];
  return list.map((document) => fieldsOf<DocumentPart>(document));
}

/** The fields of a part whose types are not known to hold; none when it is not an object at all. */
function fieldsOf<Part extends object>(part: unknown): Fields<Part> {
  return (isObject(part) ? part : {}) as Fields<Part>;
}

function one(field: string, code: FieldErrorCode, text: string): readonly FieldError[] {
  return [{ field, code, text }];
}
