import type { JsonObject } from '#platform/parse-json.js';
import {
  attachmentStatus,
  highestStatus,
  historyForSender,
  type AttachmentRecord,
  type CorrespondenceRecord,
  type HistoryRecord,
  type NoticeRecord,
  type OrderRecord,
} from './altinn-records.js';
import { DAY_MS, mediaTypeOf } from './attachment-rules.js';

/** Pure: how records look in answers (registers reference 1.4-1.6). */
export function attachmentOverview(record: AttachmentRecord, correspondenceIds: readonly string[]): JsonObject {
  return {
    ...metadata(record),
    ...stateOf(record),
    attachmentId: record.id,
    resourceId: record.resourceId,
    correspondenceIds,
    dataType: mediaTypeOf(record.fileName),
  };
}

export function attachmentDetails(record: AttachmentRecord, correspondenceIds: readonly string[]): JsonObject {
  return { ...attachmentOverview(record, correspondenceIds), statusHistory: record.history };
}

/** Who looks: the sender does not see the content any more when it is published. */
export type Viewer = 'sender' | 'recipient';

export function overview(
  record: CorrespondenceRecord,
  attachments: readonly AttachmentRecord[],
  viewer: Viewer,
): JsonObject {
  return {
    ...common(record, attachments, viewer),
    notifications: record.orders.map(({ id, isReminder }) => ({ notificationOrderId: id, isReminder })),
  };
}

/** `history` is given apart, since the fault switches may repeat and shuffle it. */
export function details(
  record: CorrespondenceRecord,
  attachments: readonly AttachmentRecord[],
  viewer: Viewer,
  history: readonly HistoryRecord[],
): JsonObject {
  return {
    ...common(record, attachments, viewer),
    notifications: record.orders.map((order) => notification(record, order)),
    statusHistory: viewer === 'sender' ? historyForSender(history) : history,
    systemLabel: viewer === 'sender' ? 'Sent' : 'Default',
  };
}

function common(record: CorrespondenceRecord, attachments: readonly AttachmentRecord[], viewer: Viewer): JsonObject {
  const { letter } = record;
  const history = viewer === 'sender' ? historyForSender(record.history) : record.history;
  const status = highestStatus(history);
  const first = (name: string): string | null => history.find((entry) => entry.status === name)?.statusChanged ?? null;
  const isHidden = viewer === 'sender' && record.stage === 'published';
  const { attachments: _listed, ...content } = letter.content;
  return {
    resourceId: letter.resourceId,
    sender: `0192:${record.owner}`,
    sendersReference: letter.sendersReference,
    messageSender: letter.messageSender ?? null,
    content: isHidden
      ? null
      : { language: 'nb', ...content, attachments: attachments.map((item) => attachmentOf(record, item)) },
    requestedPublishTime: record.publishAt,
    dueDateTime: letter.dueDateTime ?? null,
    externalReferences: letter.externalReferences ?? [],
    propertyList: letter.propertyList ?? {},
    replyOptions: letter.replyOptions ?? [],
    notification: null,
    ignoreReservation: letter.ignoreReservation ?? null,
    isConfirmationNeeded: letter.isConfirmationNeeded ?? false,
    isConfidential: letter.isConfidential ?? false,
    allowForwarding: letter.allowForwarding ?? false,
    recipient: record.recipient,
    correspondenceId: record.id,
    created: record.created,
    status: status?.status,
    statusText: status?.statusText,
    statusChanged: status?.statusChanged,
    altinn2CorrespondenceId: null,
    published: first('Published'),
    read: first('Read'),
  };
}

function attachmentOf(record: CorrespondenceRecord, attachment: AttachmentRecord): JsonObject {
  const { expirationInDays, created } = attachment;
  const expires = Date.parse(record.publishAt) + (expirationInDays ?? 0) * DAY_MS;
  return {
    ...metadata(attachment),
    ...stateOf(attachment),
    id: attachment.id,
    created,
    dataLocationType: 'AltinnCorrespondenceAttachment',
    dataType: mediaTypeOf(attachment.fileName),
    expirationTime: expirationInDays === undefined ? null : new Date(expires).toISOString(),
  };
}

function metadata(record: AttachmentRecord): JsonObject {
  return {
    fileName: record.fileName,
    displayName: record.displayName ?? null,
    isEncrypted: record.isEncrypted,
    checksum: record.checksum ?? null,
    sendersReference: record.sendersReference,
    expirationInDays: record.expirationInDays ?? null,
  };
}

function stateOf(record: AttachmentRecord): JsonObject {
  return { ...attachmentStatus(record) };
}

/** As of the shipments of Altinn Notifications: by medium the latest alone and all in a list, without ids of their own. */
function notification(record: CorrespondenceRecord, order: OrderRecord): JsonObject {
  const by = (medium: NoticeRecord['medium']): readonly JsonObject[] | null => {
    const found = order.notices.filter((notice) => notice.medium === medium).map(notice);
    return found.length === 0 ? null : found;
  };
  const [emails, smses] = [by('email'), by('sms')];
  return {
    id: order.id,
    sendersReference: record.letter.notification?.sendersReference ?? null,
    creator: 'digdir',
    created: order.created,
    isReminder: order.isReminder,
    notificationChannel: order.channel,
    ignoreReservation: record.letter.ignoreReservation ?? false,
    resourceId: record.letter.resourceId,
    processingStatus: { status: `Order_${order.status}`, description: null, lastUpdate: order.lastUpdate },
    notificationStatusDetails: { email: emails?.[0] ?? null, sms: smses?.[0] ?? null, emails, smses },
  };
}

function notice({ medium, address, status, lastUpdate }: NoticeRecord): JsonObject {
  const prefix = medium === 'email' ? 'Email' : 'SMS';
  return {
    id: null,
    succeeded: status === 'Delivered',
    recipient: medium === 'email' ? { emailAddress: address ?? null } : { mobileNumber: address ?? null },
    sendStatus: { status: `${prefix}_${status}`, description: null, lastUpdate },
  };
}
