import type { DepositOrder } from '#channels/deposit-order.js';
import { defect, permanent, type Failure } from '#domain/failure.js';
import { MAX_EMAIL_BODY, MAX_SMS } from './altinn-notification.mapper.js';
import { isEaten, toNoticeText, toPlainLine } from './altinn-plain-text.js';
import type { AltinnResource } from './altinn-resource.js';

/** UTF-16 units, as Altinn counts; a title of 255 characters may have more. */
const MAX_TITLE = 255;

/**
 * Pure: why Altinn would refuse the letter's texts; asked before anything is uploaded. The title is the sender's to mend.
 * The sender's name stands in the gateway's own configuration, so its letters wait until that is right. A summary is not
 * checked: what Altinn would not show is in the body.
 */
export function textFailure(order: DepositOrder, resource: AltinnResource): Failure | undefined {
  const { title, notification } = order.letter;
  const line = toPlainLine(title);
  if (line === '' || line.length > MAX_TITLE) {
    return permanent(
      'ALTINN_TITLE_REFUSED',
      'Altinn refuses the title; it must be 1-255 characters of plain text.',
      'sender',
    );
  }
  if (isEaten(line)) {
    return permanent(
      'ALTINN_TITLE_NOT_PLAIN',
      'Altinn takes titles without HTML and Markdown only; write the title as plain text.',
      'sender',
    );
  }
  if (resource.owner === undefined && isEaten(toPlainLine(order.sender.name))) {
    return defect(
      'ALTINN_SENDER_NAME',
      'Altinn takes plain text as the name of a sender; correct it in the senders file.',
    );
  }
  const { email, sms } = notification;
  if (isLonger(email?.text, MAX_EMAIL_BODY) || isLonger(sms?.text, MAX_SMS)) {
    return permanent(
      'ALTINN_NOTICE_TOO_LONG',
      `The text of a notice is too long for Altinn; an e-mail has at most ${String(MAX_EMAIL_BODY)} characters, an SMS ${String(MAX_SMS)}.`,
      'sender',
    );
  }
  return undefined;
}

function isLonger(text: string | undefined, max: number): boolean {
  return text !== undefined && toNoticeText(text).length > max;
}
