import type { DepositOrder } from '#channels/deposit-order.js';
import { defect, permanent, type Failure } from '#domain/failure.js';
import { MAX_EMAIL_BODY, MAX_SMS } from './altinn-notification.mapper.js';
import { hasHtml, toNoticeText, toPlainLine, WORD_JOINER } from './altinn-plain-text.js';
import type { AltinnResource } from './altinn-resource.js';

/** UTF-16 units, as Altinn counts; a title of 255 characters may have more. */
const MAX_TITLE = 255;

/**
 * Pure: why Altinn would refuse the letter's texts; asked before anything is uploaded. What the gateway cannot mend in
 * the title is the sender's to mend. The sender's name stands in the gateway's own configuration, so its letters wait
 * until that is right. A summary is not checked: what Altinn would not show is in the body.
 */
export function textFailure(order: DepositOrder, resource: AltinnResource): Failure | undefined {
  const { title, notification } = order.letter;
  const line = toPlainLine(title);
  if (hasHtml(line)) {
    return permanent(
      'ALTINN_TITLE_NOT_PLAIN',
      'Altinn takes titles without HTML only; write the title without tags and entities.',
      'sender',
    );
  }
  if (line === '' || line.length > MAX_TITLE) return permanent('ALTINN_TITLE_REFUSED', lengthProblem(line), 'sender');
  if (resource.owner === undefined && hasHtml(toPlainLine(order.sender.name))) {
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

/** What is counted, and how many there are: a title of 255 characters can have 510, or need a mark more. */
function lengthProblem(line: string): string {
  const marks = line.split(WORD_JOINER).length - 1;
  const ofThem =
    marks === 0 ? '' : `, ${String(marks)} of them invisible marks that keep it from being read as Markdown`;
  return `Altinn takes a title of 1 to ${String(MAX_TITLE)} UTF-16 units (an emoji has two or more); this one has ${String(line.length)}${ofThem}. Write a title that fits.`;
}

function isLonger(text: string | undefined, max: number): boolean {
  return text !== undefined && toNoticeText(text).length > max;
}
