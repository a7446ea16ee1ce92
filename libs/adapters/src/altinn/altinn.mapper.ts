import type { DepositOrder, DepositTarget, OrderDocument } from '#channels/deposit-order.js';
import { permanent, type Failure } from '#domain/failure.js';
import type { Language, LetterNotification } from '#domain/letter.js';
import { altinnFileName } from './altinn-file-name.js';
import type { AttachmentMetadata, CorrespondenceNotification, InitializeCorrespondences } from './altinn.wire.js';

/** Altinn has no Sami; Norwegian texts are what the recipient then gets. */
const LANGUAGE: Readonly<Record<Language, string>> = { nb: 'nb', nn: 'nn', en: 'en', se: 'nb' };

/** The body is required, the letter is in the attachments. */
const BODY: Readonly<Record<Language, string>> = {
  nb: 'Du har fått et brev. Du finner det i vedleggene.',
  nn: 'Du har fått eit brev. Du finn det i vedlegga.',
  en: 'You have received a letter. You will find it in the attachments.',
  se: 'Du har fått et brev. Du finner det i vedleggene.',
};

const MAX_SUMMARY = 255;
const MAX_BODY = 30_000;

/** HTML tags and the Markdown that Altinn's check of titles sees (error 1002): emphasis, code, links, headings. */
const NOT_PLAIN = [/<[a-z/!][^>]*>/i, /\*\*?\S[^*]*\*/, /`[^`]+`/, /\[[^\]]*\]\([^)]*\)/, /^#{1,6}\s/];

/** Pure: why Altinn would refuse the letter's texts; asked before anything is uploaded. */
export function titleFailure(order: DepositOrder): Failure | undefined {
  if (!NOT_PLAIN.some((pattern) => pattern.test(order.letter.title))) return undefined;
  return permanent(
    'ALTINN_TITLE_NOT_PLAIN',
    'Altinn takes titles without HTML and Markdown only; write the title as plain text.',
    'sender',
  );
}

/** Pure: one attachment, in the order of the letter's documents. */
export function toAttachments(
  order: DepositOrder,
  resourceId: string,
): readonly (AttachmentMetadata & { readonly document: OrderDocument })[] {
  const taken = new Set<string>();
  return order.documents.map((document) => {
    const fileName = altinnFileName(document.fileName, document.mediaType, taken);
    taken.add(fileName.toLowerCase());
    return {
      resourceId,
      fileName,
      displayName: document.title.slice(0, 255),
      isEncrypted: false,
      sendersReference: order.conversationId,
      document,
    };
  });
}

/** Pure: the correspondence; `attachmentIds` in the order of the letter's documents. */
export function toCorrespondence(
  order: DepositOrder,
  resourceId: string,
  attachmentIds: readonly string[],
): InitializeCorrespondences {
  const { letter } = order;
  const body = letter.summary === undefined ? BODY[letter.language] : escapeHtml(letter.summary);
  const notification = toNotification(order);
  return {
    correspondence: {
      resourceId,
      sendersReference: order.conversationId,
      messageSender: plain(order.sender.name).slice(0, 255),
      content: {
        language: LANGUAGE[letter.language],
        messageTitle: letter.title,
        messageSummary: plain(letter.summary ?? '').slice(0, MAX_SUMMARY),
        messageBody: body.slice(0, MAX_BODY),
      },
      // In the past or absent means now; sent only when it matters.
      ...(letter.availableFrom !== undefined && letter.availableFrom > order.at
        ? { requestedPublishTime: letter.availableFrom.toISOString() }
        : {}),
      // Reservation is against decisions and other important letters (eForvaltningsforskriften § 9), not information.
      ...(letter.legalEffect === 'information' && order.target.kind === 'person' ? { ignoreReservation: true } : {}),
      isConfirmationNeeded: false,
      ...(notification === undefined ? {} : { notification }),
    },
    recipients: [toRecipient(order.target)],
    existingAttachments: attachmentIds,
    idempotentKey: order.depositId,
  };
}

function toRecipient(target: DepositTarget): string {
  switch (target.kind) {
    case 'person':
      return `urn:altinn:person:identifier-no:${target.personIdentifier}`;
    case 'organisation':
      return `urn:altinn:organization:identifier-no:${target.organisationNumber}`;
    case 'mailbox':
    case 'postal':
      throw new Error(`Altinn does not address a ${target.kind} target; the capabilities are checked before this.`);
  }
}

/**
 * The sender's own texts where there are any. Without them, letters that the recipient must be told of (decision,
 * important: § 8) are announced in Altinn's standard words, and information is not.
 */
function toNotification(order: DepositOrder): CorrespondenceNotification | undefined {
  const { notification, legalEffect, title } = order.letter;
  const { email, sms } = notification;
  if (email === undefined && sms === undefined) {
    if (legalEffect === 'information') return undefined;
    return { notificationTemplate: 'GenericAltinnMessage', notificationChannel: 'EmailPreferred', sendReminder: true };
  }
  const sendReminder = hasReminder(notification);
  return {
    notificationTemplate: 'CustomMessage',
    notificationChannel: email === undefined ? 'Sms' : sms === undefined ? 'Email' : 'EmailAndSms',
    ...(email === undefined ? {} : { emailSubject: title, emailBody: email.text, emailContentType: 'Plain' }),
    ...(sms === undefined ? {} : { smsBody: sms.text }),
    sendReminder,
    ...(sendReminder && email !== undefined
      ? { reminderEmailSubject: title, reminderEmailBody: email.text, reminderEmailContentType: 'Plain' }
      : {}),
    ...(sendReminder && sms !== undefined ? { reminderSmsBody: sms.text } : {}),
  };
}

/** Altinn sends one reminder, on its own day; any repeat that the sender asked for turns it on. */
function hasReminder({ email, sms }: LetterNotification): boolean {
  return [email, sms].some((text) => text?.repeatAfterDays.some((days) => days > 0) === true);
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function plain(text: string): string {
  return text.replace(/[<>]/g, '');
}
