import { AltinnProblem } from './altinn-problems.js';
import type { NotificationChannel, NotificationRecipient, RequestedNotification } from './altinn-requests.js';

/** The rules of the notification block (registers reference 1.5), in Altinn's order. */
interface TextRule {
  readonly code: number;
  readonly needs: readonly ('email' | 'sms')[];
}

const RULES: Readonly<Record<NotificationChannel, TextRule>> = {
  Email: { code: 3002, needs: ['email'] },
  Sms: { code: 3004, needs: ['sms'] },
  EmailPreferred: { code: 3006, needs: ['email', 'sms'] },
  SmsPreferred: { code: 3006, needs: ['email', 'sms'] },
  EmailAndSms: { code: 3024, needs: ['email', 'sms'] },
};
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const E164 = /^(\+|00)[1-9]\d{6,14}$/;
const NAME_KEYWORD = '$recipientName$';

/** Throws AltinnProblem 3002-3025. */
export function checkNotification(notification: RequestedNotification, recipientCount: number): void {
  checkTexts(notification);
  const custom = notification.customRecipients ?? [];
  if (notification.overrideRegisteredContactInformation === true && custom.length === 0) throw new AltinnProblem(3022);
  if (custom.length > 0 && recipientCount > 1) throw new AltinnProblem(3017);
  for (const recipient of custom) checkRecipient(recipient, notification);
}

function checkTexts(notification: RequestedNotification): void {
  if (notification.notificationTemplate === 'GenericAltinnMessage') return;
  const rule = RULES[notification.notificationChannel];
  const has = {
    email: isGiven(notification.emailSubject) && isGiven(notification.emailBody),
    sms: isGiven(notification.smsBody),
  };
  if (rule.needs.some((medium) => !has[medium])) throw new AltinnProblem(rule.code);
  if (notification.sendReminder !== true) return;
  const reminder = RULES[notification.reminderNotificationChannel ?? notification.notificationChannel];
  const repeats = {
    email: isGiven(notification.reminderEmailSubject) && isGiven(notification.reminderEmailBody),
    sms: isGiven(notification.reminderSmsBody),
  };
  if (reminder.needs.some((medium) => !repeats[medium])) throw new AltinnProblem(reminder.code + 1);
}

function checkRecipient(recipient: NotificationRecipient, notification: RequestedNotification): void {
  const { emailAddress, mobileNumber, organizationNumber, nationalIdentityNumber } = recipient;
  const given = [emailAddress, mobileNumber, organizationNumber, nationalIdentityNumber].filter(isGiven);
  if (given.length > 1) throw new AltinnProblem(3018);
  if (given.length === 0) throw new AltinnProblem(3019);
  if (isGiven(emailAddress) && !EMAIL.test(emailAddress)) throw new AltinnProblem(3011);
  if (isGiven(mobileNumber) && !E164.test(mobileNumber)) throw new AltinnProblem(3012);
  const texts = [notification.emailSubject, notification.emailBody, notification.smsBody];
  if ((isGiven(emailAddress) || isGiven(mobileNumber)) && texts.some((text) => text?.includes(NAME_KEYWORD) === true)) {
    throw new AltinnProblem(3015);
  }
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
