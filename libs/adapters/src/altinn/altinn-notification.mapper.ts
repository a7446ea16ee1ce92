import type { DepositOrder } from '#channels/deposit-order.js';
import type { LetterNotification } from '#domain/letter.js';
import { fitted, keepPlaceholders, toNoticeText } from './altinn-plain-text.js';
import type { CorrespondenceNotification } from './altinn.wire.js';

/** Registers reference 1.5. In UTF-16 units. */
export const MAX_EMAIL_SUBJECT = 512;
export const MAX_EMAIL_BODY = 10_000;
export const MAX_SMS = 2_144;

/**
 * How the recipient is told. Altinn looks up the addresses itself, with the 18-month rule, so none are sent.
 *
 * The sender's own texts where there are any, by the media that they were given for: both means both (EmailAndSms), as
 * in the mailboxes, and one means that one, because a preferred channel would need the text of the other (3006). Without
 * any, letters that the recipient must be told of (decision, important: eForvaltningsforskriften § 8) are announced in
 * Altinn's standard words by e-mail, or by SMS to those who have no e-mail, and information is not announced.
 *
 * Altinn sends one reminder, seven days after publication to those who have not read it; any repeat that the sender
 * asked for turns it on, in the same words and media.
 */
export function toNotification(order: DepositOrder): CorrespondenceNotification | undefined {
  const { notification, legalEffect, title } = order.letter;
  if (notification.email === undefined && notification.sms === undefined) {
    return legalEffect === 'information' ? undefined : STANDARD;
  }
  const channel = notification.email === undefined ? 'Sms' : notification.sms === undefined ? 'Email' : 'EmailAndSms';
  const subject = fitted(toNoticeText(keepPlaceholders(title)), MAX_EMAIL_SUBJECT);
  const email = notification.email === undefined ? undefined : toNoticeText(notification.email.text);
  const sms = notification.sms === undefined ? undefined : toNoticeText(notification.sms.text);
  const main: CorrespondenceNotification = {
    notificationTemplate: 'CustomMessage',
    notificationChannel: channel,
    ...(email === undefined ? {} : { emailSubject: subject, emailBody: email, emailContentType: 'Plain' }),
    ...(sms === undefined ? {} : { smsBody: sms }),
    sendReminder: false,
  };
  if (!hasReminder(notification)) return main;
  return {
    ...main,
    sendReminder: true,
    reminderNotificationChannel: channel,
    ...(email === undefined
      ? {}
      : { reminderEmailSubject: subject, reminderEmailBody: email, reminderEmailContentType: 'Plain' }),
    ...(sms === undefined ? {} : { reminderSmsBody: sms }),
  };
}

const STANDARD: CorrespondenceNotification = {
  notificationTemplate: 'GenericAltinnMessage',
  notificationChannel: 'EmailPreferred',
  sendReminder: true,
  reminderNotificationChannel: 'EmailPreferred',
};

/** Whether any repeat was asked for. */
export function hasReminder({ email, sms }: LetterNotification): boolean {
  return [email, sms].some((text) => text?.repeatAfterDays.some((days) => days > 0) === true);
}
