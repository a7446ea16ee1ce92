import type { NOTIFICATION_CHANNELS, REFERENCE_TYPES } from './request-models.js';

/** What the models of `request-models.ts` let through; absent and null are the same. */
export interface CorrespondenceRequest {
  readonly correspondence: RequestedCorrespondence;
  readonly recipients: readonly string[];
  readonly existingAttachments?: readonly string[];
  /** Lower case. */
  readonly idempotentKey?: string;
}

export interface RequestedCorrespondence {
  readonly resourceId: string;
  readonly sendersReference: string;
  readonly messageSender?: string;
  readonly content: RequestedContent;
  readonly requestedPublishTime?: string;
  readonly dueDateTime?: string;
  readonly externalReferences?: readonly RequestedReference[];
  readonly propertyList?: Readonly<Record<string, string>>;
  readonly replyOptions?: readonly { readonly linkURL: string; readonly linkText?: string }[];
  readonly notification?: RequestedNotification;
  readonly ignoreReservation?: boolean;
  readonly isConfirmationNeeded?: boolean;
  readonly isConfidential?: boolean;
  readonly allowForwarding?: boolean;
}

export interface RequestedContent {
  readonly language?: string;
  readonly messageTitle: string;
  readonly messageSummary?: string;
  readonly messageBody: string;
  readonly attachments?: readonly RequestedAttachment[];
}

export interface RequestedAttachment {
  readonly fileName: string;
  readonly displayName?: string;
  readonly isEncrypted?: boolean;
  readonly checksum?: string;
  readonly sendersReference: string;
  readonly expirationInDays?: number;
}

export interface RequestedReference {
  readonly referenceType: (typeof REFERENCE_TYPES)[number];
  readonly referenceValue: string;
}

export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];

export interface NotificationRecipient {
  readonly emailAddress?: string;
  readonly mobileNumber?: string;
  readonly organizationNumber?: string;
  readonly nationalIdentityNumber?: string;
  readonly isReserved?: boolean;
}

export interface RequestedNotification {
  readonly notificationTemplate?: 'CustomMessage' | 'GenericAltinnMessage';
  readonly notificationChannel: NotificationChannel;
  readonly emailSubject?: string;
  readonly emailBody?: string;
  readonly emailContentType?: 'Plain' | 'Html';
  readonly smsBody?: string;
  readonly sendReminder?: boolean;
  readonly reminderEmailSubject?: string;
  readonly reminderEmailBody?: string;
  readonly reminderEmailContentType?: 'Plain' | 'Html';
  readonly reminderSmsBody?: string;
  readonly reminderNotificationChannel?: NotificationChannel;
  readonly sendersReference?: string;
  readonly customRecipients?: readonly NotificationRecipient[];
  readonly overrideRegisteredContactInformation?: boolean;
}
