import type { DepositAccepted } from '#channels/channel.port.js';
import type { DepositOrder } from '#channels/deposit-order.js';
import { renamedDocuments } from '#dpi/package/renamed-documents.js';
import { hasReminder } from './altinn-notification.mapper.js';
import { toAttachments } from './altinn.mapper.js';

type Told = NonNullable<DepositAccepted['details']>;

/** Days after publication of the only reminder that Altinn has (registers reference 1.5). */
const REMINDER_DAY = 7;

/**
 * What the `sent` receipt tells of how Altinn takes the letter, where that is not as the sender wrote it, in the shape
 * that the mailboxes use: `renamed`, and `notices` when the sender ordered any; without either there are no details. Pure,
 * so that a repeated deposit tells the same. Meaning: the README of this folder.
 */
export function sentDetails(order: DepositOrder): Pick<DepositAccepted, 'details'> {
  const attachments = toAttachments(order, '').map(({ metadata }) => ({
    fileName: metadata.fileName,
    title: metadata.displayName,
  }));
  const renamed = renamedDocuments(order.documents, attachments);
  const details = { ...(renamed.length === 0 ? {} : { renamed }), ...noticeDetails(order) };
  return Object.keys(details).length === 0 ? {} : { details };
}

function noticeDetails({ letter: { notification } }: DepositOrder): Told {
  const { email, sms } = notification;
  if (email === undefined && sms === undefined) return {};
  return {
    notices: {
      email: email !== undefined,
      sms: sms !== undefined,
      repeatAfterDays: hasReminder(notification) ? [0, REMINDER_DAY] : [0],
      ...(email === undefined ? {} : { subject: 'title' }),
    },
  };
}
