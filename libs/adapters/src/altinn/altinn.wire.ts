/** Bodies of Altinn 3 Correspondence as far as the gateway uses them (registers reference 1.3-1.6). */
export interface AttachmentMetadata {
  readonly resourceId: string;
  readonly fileName: string;
  readonly displayName: string;
  readonly isEncrypted: boolean;
  readonly sendersReference: string;
}

export interface InitializeCorrespondences {
  readonly correspondence: {
    readonly resourceId: string;
    readonly sendersReference: string;
    readonly messageSender: string;
    readonly content: {
      readonly language: string;
      readonly messageTitle: string;
      readonly messageSummary: string;
      readonly messageBody: string;
    };
    readonly requestedPublishTime?: string;
    readonly ignoreReservation?: boolean;
    readonly isConfirmationNeeded: boolean;
    readonly notification?: CorrespondenceNotification;
  };
  readonly recipients: readonly string[];
  readonly existingAttachments: readonly string[];
  readonly idempotentKey: string;
}

export interface CorrespondenceNotification {
  readonly notificationTemplate: 'CustomMessage' | 'GenericAltinnMessage';
  readonly notificationChannel: 'Email' | 'Sms' | 'EmailPreferred' | 'EmailAndSms';
  readonly emailSubject?: string;
  readonly emailBody?: string;
  readonly emailContentType?: 'Plain';
  readonly smsBody?: string;
  readonly sendReminder: boolean;
  readonly reminderEmailSubject?: string;
  readonly reminderEmailBody?: string;
  readonly reminderEmailContentType?: 'Plain';
  readonly reminderSmsBody?: string;
}

export type AttachmentStatus = 'Initialized' | 'UploadProcessing' | 'Published' | 'Purged' | 'Failed' | 'Expired';
