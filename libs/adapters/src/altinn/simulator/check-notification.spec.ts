import { describe, expect, it } from '@jest/globals';
import { AltinnProblem } from './altinn-problems.js';
import type { NotificationRecipient, RequestedNotification } from './altinn-requests.js';
import { checkNotification } from './check-notification.js';

function codeOf(notification: RequestedNotification, recipients = 1): number | undefined {
  try {
    checkNotification(notification, recipients);
    return undefined;
  } catch (error) {
    if (error instanceof AltinnProblem) return error.errorCode;
    throw error;
  }
}

const email = { emailSubject: 'Brev', emailBody: 'Hei' };
const reminderEmail = { reminderEmailSubject: 'Igjen', reminderEmailBody: 'Hei' };
const custom = (
  recipient: NotificationRecipient,
  changes: Partial<RequestedNotification> = {},
): RequestedNotification => ({
  notificationChannel: 'Email',
  ...email,
  customRecipients: [recipient],
  ...changes,
});

describe('checkNotification', () => {
  it.each<[number | undefined, RequestedNotification]>([
    [undefined, { notificationChannel: 'Email', ...email }],
    [
      undefined,
      { notificationChannel: 'EmailAndSms', notificationTemplate: 'GenericAltinnMessage', sendReminder: true },
    ],
    [3002, { notificationChannel: 'Email', emailSubject: 'Brev', emailBody: ' ' }],
    [3004, { notificationChannel: 'Sms', ...email }],
    [3006, { notificationChannel: 'EmailPreferred', ...email }],
    [3006, { notificationChannel: 'SmsPreferred', smsBody: 'Hei' }],
    [3024, { notificationChannel: 'EmailAndSms', ...email }],
    [3003, { notificationChannel: 'Email', ...email, sendReminder: true }],
    [undefined, { notificationChannel: 'Email', ...email, sendReminder: true, ...reminderEmail }],
    [3005, { notificationChannel: 'Sms', smsBody: 'Hei', sendReminder: true }],
    [
      3005,
      {
        notificationChannel: 'Email',
        ...email,
        sendReminder: true,
        ...reminderEmail,
        reminderNotificationChannel: 'Sms',
      },
    ],
    [3007, { notificationChannel: 'EmailPreferred', ...email, smsBody: 'Hei', sendReminder: true, ...reminderEmail }],
    [3025, { notificationChannel: 'EmailAndSms', ...email, smsBody: 'Hei', sendReminder: true, ...reminderEmail }],
    [3022, { notificationChannel: 'Email', ...email, overrideRegisteredContactInformation: true }],
    [3018, custom({ emailAddress: 'a@b.no', mobileNumber: '+4799999999' })],
    [3019, custom({})],
    [3011, custom({ emailAddress: 'a@b' })],
    [3012, custom({ mobileNumber: '99999999' })],
    [3015, custom({ emailAddress: 'a@b.no' }, { emailBody: 'Hei $recipientName$' })],
    [undefined, custom({ organizationNumber: '311000101' }, { emailBody: 'Hei $recipientName$' })],
  ])('says %p to %j', (code, notification) => {
    expect(codeOf(notification)).toBe(code);
  });

  it('takes own recipients for one letter only', () => {
    expect(codeOf(custom({ emailAddress: 'a@b.no' }), 2)).toBe(3017);
  });
});
