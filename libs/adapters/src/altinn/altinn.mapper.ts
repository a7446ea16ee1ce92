import type { DepositOrder, OrderDocument } from '#channels/deposit-order.js';
import type { Language } from '#domain/letter.js';
import { addWorkingDays } from '#domain/working-days.js';
import { toRecipient } from './altinn-recipient.js';
import { altinnFileName } from './altinn-file-name.js';
import { toMarkdown } from './altinn-markdown.js';
import { toNotification } from './altinn-notification.mapper.js';
import { fitted, hasHtml, toPlainLine, withoutControls } from './altinn-plain-text.js';
import type { AltinnResource } from './altinn-resource.js';
import type { AltinnLanguage, AttachmentMetadata, InitializeCorrespondences } from './altinn.wire.js';

/** Altinn has no Sami; Norwegian texts are what the recipient then gets. */
const LANGUAGE: Readonly<Record<Language, AltinnLanguage>> = { nb: 'nb', nn: 'nn', en: 'en', se: 'nb' };

/** The body is required, the letter is in the attachments. */
const BODY: Readonly<Record<AltinnLanguage, string>> = {
  nb: 'Du har fått et brev. Du finner det i vedleggene.',
  nn: 'Du har fått eit brev. Du finn det i vedlegga.',
  en: 'You have received a letter. You will find it in the attachments.',
};

/** In a list Altinn renders the summary as Markdown and takes the elements away, so these would not be seen. */
const INLINE_MARKS = /[*_`[\]~]/;

const MAX_SENDER = 255;
const MAX_SUMMARY = 255;
const MAX_DISPLAY_NAME = 255;

export interface OrderAttachment {
  readonly document: OrderDocument;
  readonly metadata: AttachmentMetadata;
}

/** Pure: one attachment, in the order of the letter's documents. */
export function toAttachments(order: DepositOrder, resourceId: string): readonly OrderAttachment[] {
  const taken = new Set<string>();
  return order.documents.map((document) => {
    const fileName = altinnFileName(document.fileName, document.mediaType, taken);
    taken.add(fileName.toLowerCase());
    const metadata = {
      resourceId,
      fileName,
      displayName: fitted(withoutControls(document.title), MAX_DISPLAY_NAME) || fileName,
      isEncrypted: false,
      sendersReference: order.conversationId,
    };
    return { document, metadata };
  });
}

/** Pure: the correspondence; `attachmentIds` in the order of the letter's documents. The texts have been checked. */
export function toCorrespondence(
  order: DepositOrder,
  resource: AltinnResource,
  attachmentIds: readonly string[],
): InitializeCorrespondences {
  const { letter } = order;
  const language = LANGUAGE[letter.language];
  const summary = toPlainLine(letter.summary ?? '');
  const notification = toNotification(order);
  return {
    correspondence: {
      resourceId: resource.id,
      sendersReference: order.conversationId,
      // Altinn shows the owner's registered name by itself.
      ...(resource.owner === undefined ? { messageSender: fitted(toPlainLine(order.sender.name), MAX_SENDER) } : {}),
      content: {
        language,
        messageTitle: toPlainLine(letter.title),
        // One that the list would not show as written is left to the body, which has it whole.
        ...(summary === '' || hasHtml(summary) || INLINE_MARKS.test(letter.summary ?? '')
          ? {}
          : { messageSummary: fitted(summary, MAX_SUMMARY) }),
        messageBody: toMarkdown(letter.summary ?? '') || BODY[language],
      },
      ...toTimes(order),
      // Reservation is against decisions and other important letters (eForvaltningsforskriften § 9), not information.
      ...(letter.legalEffect === 'information' && order.target.kind === 'person' ? { ignoreReservation: true } : {}),
      isConfirmationNeeded: false,
      isConfidential: resource.isConfidential,
      // By e-mail to anybody: not a thing for letters from public bodies, and refused above authentication level 0 (1068).
      allowForwarding: false,
      ...(notification === undefined ? {} : { notification }),
    },
    recipients: [toRecipient(order.target)],
    existingAttachments: attachmentIds,
    idempotentKey: order.depositId,
  };
}

/**
 * A time of publication in the past means now, so it is sent only when it matters. The due date is the end of the read
 * deadline, counted from publication as the gateway counts it; never before that or before today (1008, 1009).
 */
function toTimes({ letter, readDeadlineWorkingDays: days, at }: DepositOrder): {
  requestedPublishTime?: string;
  dueDateTime?: string;
} {
  const { availableFrom } = letter;
  const isLater = availableFrom !== undefined && availableFrom > at;
  const published = isLater ? availableFrom : at;
  return {
    ...(isLater ? { requestedPublishTime: availableFrom.toISOString() } : {}),
    ...(days === undefined ? {} : { dueDateTime: addWorkingDays(published, days).toISOString() }),
  };
}
