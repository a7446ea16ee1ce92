import type { Letter, LetterDocument, LetterNotification, NotificationText } from '#domain/letter.js';
import type { PostalAddress } from '#domain/postal-address.js';
import type { Recipient } from '#domain/recipient.js';
import type { DocumentPart } from './document.part.js';
import type { InlineDocument } from './inline-content.js';
import type { LetterMessage } from './letter.message.js';
import type { ParseRules } from './parse-outcome.js';
import type { PostalAddressPart } from './postal-address.part.js';
import type { RecipientPart } from './recipient.part.js';

/** One notice when the letter is available and one a week later (eForvaltningsforskriften § 8). */
const DEFAULT_REPEATS: readonly number[] = [0, 7];

/** A valid message as the domain's letter, defaults filled in; identifiers of RFC 4122 in lower case. */
export function toLetter(
  message: LetterMessage,
  inline: ReadonlyMap<number, InlineDocument>,
  rules: ParseRules,
): Letter {
  const letterId = message.letterId.toLowerCase();
  const { delivery, print, sender } = message;
  return {
    letterId,
    sender: {
      organisationNumber: sender.organisationNumber,
      ...given('supplier', sender.supplier),
      ...given('unit', sender.unit),
      ...given('invoiceReference', sender.invoiceReference),
    },
    recipient: toRecipient(message.recipient),
    ...given('reference', message.reference),
    conversationId: message.conversationId?.toLowerCase() ?? letterId,
    legalEffect: message.legalEffect,
    securityLevel: message.securityLevel,
    title: message.title,
    ...given('summary', message.summary),
    language: message.language ?? 'nb',
    documents: message.documents.map((document, index) => toDocument(document, inline.get(index))),
    ...given('availableFrom', toDate(message.availableFrom)),
    ...given('expiresAt', toDate(message.expiresAt)),
    openReceipt: message.openReceipt ?? false,
    notification: toNotification(message),
    delivery: {
      ...given('channels', delivery?.channels),
      ...given('forceChannel', delivery?.forceChannel),
      digitalOnly: delivery?.digitalOnly ?? false,
      ...given(
        'readDeadlineWorkingDays',
        delivery?.readDeadline === undefined ? undefined : Number(delivery.readDeadline.slice(1, -1)),
      ),
    },
    print: {
      colour: print?.colour ?? 'black-and-white',
      postage: print?.postage ?? 'B',
      duplex: print?.duplex ?? true,
      undeliverable: print?.undeliverable ?? 'return',
      ...given('returnAddress', print?.returnAddress && toAddress(print.returnAddress)),
      ...given('address', print?.address && toAddress(print.address)),
    },
    priority: rules.priority,
  };
}

function toRecipient({ personIdentifier, organisationNumber, postalAddress }: RecipientPart): Recipient {
  const address = given('postalAddress', postalAddress && toAddress(postalAddress));
  if (personIdentifier !== undefined) return { kind: 'person', personIdentifier, ...address };
  if (organisationNumber !== undefined) return { kind: 'organisation', organisationNumber, ...address };
  if (postalAddress !== undefined) return { kind: 'address', postalAddress: toAddress(postalAddress) };
  throw new Error('A message without a recipient passed validation.');
}

function toAddress({ name, lines, postalCode, city, countryCode }: PostalAddressPart): PostalAddress {
  return {
    name,
    lines,
    ...given('postalCode', postalCode),
    ...given('city', city),
    ...given('countryCode', countryCode),
  };
}

function toDocument(
  { title, fileName, mediaType, content }: DocumentPart,
  inline: InlineDocument | undefined,
): LetterDocument {
  if (inline !== undefined) {
    return {
      title,
      fileName,
      mediaType,
      size: inline.bytes.length,
      sha256: inline.sha256,
      documentId: inline.documentId,
    };
  }
  return { title, fileName, mediaType, size: 0, sha256: '', documentId: content.documentId?.toLowerCase() ?? '' };
}

function toNotification({ notification }: LetterMessage): LetterNotification {
  const notice = (part: { text: string; repeatAfterDays?: number[] }): NotificationText => ({
    text: part.text,
    repeatAfterDays: part.repeatAfterDays ?? DEFAULT_REPEATS,
  });
  return {
    ...given('email', notification?.email && notice(notification.email)),
    ...given('sms', notification?.sms && notice(notification.sms)),
  };
}

function toDate(value: string | undefined): Date | undefined {
  return value === undefined ? undefined : new Date(value);
}

/** `{ [name]: value }`, or nothing: optional fields are absent, never undefined. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
