/** Bodies of Altinn 3 Correspondence as far as the gateway writes or reads them (registers reference 1.3-1.6). */
export interface AttachmentMetadata {
  readonly resourceId: string;
  readonly fileName: string;
  readonly displayName: string;
  readonly isEncrypted: boolean;
  /** MD5, lower-case hex. */
  readonly checksum?: string;
  readonly sendersReference: string;
}

export interface InitializeCorrespondences {
  readonly correspondence: {
    readonly resourceId: string;
    readonly sendersReference: string;
    readonly messageSender?: string;
    readonly content: {
      readonly language: AltinnLanguage;
      readonly messageTitle: string;
      readonly messageSummary?: string;
      readonly messageBody: string;
    };
    readonly requestedPublishTime?: string;
    readonly dueDateTime?: string;
    readonly ignoreReservation?: boolean;
    readonly isConfirmationNeeded: boolean;
    readonly isConfidential: boolean;
    readonly allowForwarding: boolean;
    readonly notification?: CorrespondenceNotification;
  };
  readonly recipients: readonly string[];
  readonly existingAttachments: readonly string[];
  readonly idempotentKey: string;
}

export type AltinnLanguage = 'nb' | 'nn' | 'en';

export type NotificationChannel = 'Email' | 'Sms' | 'EmailPreferred' | 'SmsPreferred' | 'EmailAndSms';

export interface CorrespondenceNotification {
  readonly notificationTemplate: 'CustomMessage' | 'GenericAltinnMessage';
  readonly notificationChannel: NotificationChannel;
  readonly emailSubject?: string;
  readonly emailBody?: string;
  readonly emailContentType?: 'Plain';
  readonly smsBody?: string;
  readonly sendReminder: boolean;
  readonly reminderNotificationChannel?: NotificationChannel;
  readonly reminderEmailSubject?: string;
  readonly reminderEmailBody?: string;
  readonly reminderEmailContentType?: 'Plain';
  readonly reminderSmsBody?: string;
}

export interface AttachmentState {
  /** One of ATTACHMENT_STATUSES, or one that is new. */
  readonly status: string;
  readonly statusText: string;
}
