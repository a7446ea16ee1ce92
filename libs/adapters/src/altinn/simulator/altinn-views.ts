import type { JsonObject } from '#platform/parse-json.js';
import type { AttachmentRecord, CorrespondenceRecord } from './altinn-records.js';
import { hasStatus, highestStatus } from './altinn-records.js';

/** Pure: how records look in answers (1.4, 1.6). */
export function attachmentView(record: AttachmentRecord): JsonObject {
  return {
    attachmentId: record.id,
    resourceId: record.resourceId,
    fileName: record.fileName,
    displayName: record.displayName,
    sendersReference: record.sendersReference,
    isEncrypted: false,
    status: record.state,
    statusText: record.state === 'Failed' ? 'Malware scan failed: Malicious' : record.state,
    statusChanged: record.statusChanged,
    correspondenceIds: [],
  };
}

export function overview(record: CorrespondenceRecord): JsonObject {
  const status = highestStatus(record);
  const published = record.history.find((entry) => entry.status === 'Published')?.statusChanged;
  return {
    correspondenceId: record.id,
    resourceId: record.resourceId,
    sendersReference: record.sendersReference,
    recipient: record.recipient,
    created: record.created,
    requestedPublishTime: record.publishAt,
    status: status?.status,
    statusText: status?.statusText,
    statusChanged: status?.statusChanged,
    isConfirmationNeeded: record.isConfirmationNeeded,
    published: published ?? null,
    read: record.history.find((entry) => entry.status === 'Read')?.statusChanged ?? null,
    // Hidden from the sender once it is published.
    content: published === undefined ? { messageTitle: record.title } : null,
  };
}

/** `history` is given apart, since the fault switches may repeat and shuffle it. */
export function details(record: CorrespondenceRecord, history: CorrespondenceRecord['history']): JsonObject {
  return {
    ...overview(record),
    statusHistory: history,
    systemLabel: 'Default',
    notifications: notificationsOf(record),
  };
}

/** One order, delivered as soon as the letter is published. */
function notificationsOf(record: CorrespondenceRecord): readonly JsonObject[] {
  const published = record.history.find((entry) => entry.status === 'Published');
  if (published === undefined || record.notificationChannel === undefined || !hasStatus(record, 'Published')) return [];
  const sent = (medium: string): JsonObject => ({
    id: `${record.id}-${medium}`,
    succeeded: true,
    recipient: {},
    sendStatus: { status: 'Delivered', description: 'Delivered', lastUpdate: published.statusChanged },
  });
  const channel = record.notificationChannel;
  return [
    {
      id: `${record.id}-order`,
      isReminder: false,
      notificationChannel: channel,
      processingStatus: { status: 'Completed', lastUpdate: published.statusChanged },
      notificationStatusDetails: {
        email: channel === 'Sms' ? null : sent('email'),
        sms: channel === 'Sms' || channel === 'EmailAndSms' ? sent('sms') : null,
      },
    },
  ];
}
