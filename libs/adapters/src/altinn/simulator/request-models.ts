import type { Model } from './model-reader.js';
import { recipientProblem } from './altinn-parties.js';

/** The bodies that Altinn Correspondence takes, with the limits of their attributes (registers reference 1.3-1.5). */
const RESOURCE_ID: Model = { kind: 'text', min: 1, max: 255, pattern: /^(urn:altinn:resource:)?[^:]+$/ };
const REFERENCE: Model = { kind: 'text', min: 1, max: 4096 };
const FLAG: Model = { kind: 'flag' };
const TIME: Model = { kind: 'time' };

export const NOTIFICATION_CHANNELS = ['Email', 'Sms', 'EmailPreferred', 'SmsPreferred', 'EmailAndSms'] as const;
const CHANNEL: Model = { kind: 'choice', words: NOTIFICATION_CHANNELS };
const EMAIL_TYPE: Model = { kind: 'choice', words: ['Plain', 'Html'] };

/** In the order of their numbers. */
export const REFERENCE_TYPES = [
  'Generic',
  'AltinnAppInstance',
  'AltinnBrokerFileTransfer',
  'DialogportenDialogId',
  'DialogportenProcessId',
  'DialogportenTransmissionId',
  'DialogportenTransmissionType',
] as const;

const ATTACHMENT_FIELDS = {
  fileName: { kind: 'text', max: 255 },
  displayName: { kind: 'text', max: 255 },
  isEncrypted: FLAG,
  checksum: { kind: 'text', pattern: /^([0-9a-f]{32})?$/ },
  sendersReference: REFERENCE,
  expirationInDays: { kind: 'whole' },
} as const satisfies Readonly<Record<string, Model>>;

export const ATTACHMENT_MODEL: Model = {
  kind: 'object',
  fields: { ...ATTACHMENT_FIELDS, resourceId: RESOURCE_ID },
  required: ['resourceId', 'fileName', 'sendersReference'],
};

const NOTIFICATION: Model = {
  kind: 'object',
  fields: {
    notificationTemplate: { kind: 'choice', words: ['CustomMessage', 'GenericAltinnMessage'] },
    notificationChannel: CHANNEL,
    emailSubject: { kind: 'text', max: 512 },
    emailBody: { kind: 'text', max: 10_000 },
    emailContentType: EMAIL_TYPE,
    smsBody: { kind: 'text', max: 2144 },
    sendReminder: FLAG,
    reminderEmailSubject: { kind: 'text', max: 512 },
    reminderEmailBody: { kind: 'text', max: 10_000 },
    reminderEmailContentType: EMAIL_TYPE,
    reminderSmsBody: { kind: 'text', max: 2144 },
    reminderNotificationChannel: CHANNEL,
    sendersReference: { kind: 'text' },
    customRecipients: {
      kind: 'list',
      of: {
        kind: 'object',
        fields: {
          emailAddress: { kind: 'text' },
          mobileNumber: { kind: 'text' },
          organizationNumber: { kind: 'text' },
          nationalIdentityNumber: { kind: 'text' },
          isReserved: FLAG,
        },
      },
    },
    overrideRegisteredContactInformation: FLAG,
  },
  required: ['notificationChannel'],
};

const CONTENT: Model = {
  kind: 'object',
  fields: {
    language: { kind: 'text' },
    messageTitle: { kind: 'text', min: 1, max: 255 },
    messageSummary: { kind: 'text', max: 255 },
    messageBody: { kind: 'text', min: 1, max: 30_000 },
    attachments: {
      kind: 'list',
      of: {
        kind: 'object',
        fields: {
          ...ATTACHMENT_FIELDS,
          dataLocationType: {
            kind: 'choice',
            words: ['NewCorrespondenceAttachment', 'ExistingCorrespondenceAttachment', 'ExistingExternalStorage'],
          },
        },
        required: ['fileName', 'sendersReference'],
      },
    },
  },
  required: ['messageTitle', 'messageBody'],
};

const CORRESPONDENCE: Model = {
  kind: 'object',
  fields: {
    resourceId: RESOURCE_ID,
    sendersReference: REFERENCE,
    messageSender: { kind: 'text', max: 255 },
    content: CONTENT,
    requestedPublishTime: TIME,
    dueDateTime: TIME,
    externalReferences: {
      kind: 'list',
      max: 10,
      of: {
        kind: 'object',
        fields: { referenceValue: { kind: 'text' }, referenceType: { kind: 'choice', words: REFERENCE_TYPES } },
        required: ['referenceValue', 'referenceType'],
      },
    },
    propertyList: { kind: 'map', maxEntries: 10, maxKey: 50, maxValue: 300 },
    replyOptions: {
      kind: 'list',
      of: {
        kind: 'object',
        fields: { linkURL: { kind: 'text' }, linkText: { kind: 'text' } },
        required: ['linkURL'],
      },
    },
    notification: NOTIFICATION,
    ignoreReservation: FLAG,
    isConfirmationNeeded: FLAG,
    isConfidential: FLAG,
    allowForwarding: FLAG,
  },
  required: ['resourceId', 'sendersReference', 'content'],
};

export const CORRESPONDENCE_MODEL: Model = {
  kind: 'object',
  fields: {
    correspondence: CORRESPONDENCE,
    recipients: { kind: 'list', of: { kind: 'text' }, check: recipientsProblems },
    existingAttachments: { kind: 'list', of: { kind: 'uuid' } },
    idempotentKey: { kind: 'uuid' },
  },
  required: ['correspondence', 'recipients'],
};

export const FORWARD_MODEL: Model = {
  kind: 'object',
  fields: { forwardTo: { kind: 'text' }, forwardingText: { kind: 'text' } },
  required: ['forwardTo'],
};

function recipientsProblems(recipients: readonly unknown[]): readonly string[] {
  if (recipients.length === 0) return ['Recipients can not be empty'];
  if (recipients.length > 500) return ['Recipients can contain at most 500 recipients'];
  const problems = recipients.map((recipient) =>
    typeof recipient === 'string' ? recipientProblem(recipient) : 'Recipients should be of a valid format',
  );
  return [...new Set(problems.filter((problem) => problem !== undefined))];
}
