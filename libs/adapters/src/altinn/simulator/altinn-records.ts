import type { NotificationChannel, RequestedCorrespondence } from './altinn-requests.js';

/** What the simulated Altinn keeps in the world, collections `altinn.*`. Times are RFC 3339. */
export interface HistoryRecord {
  readonly status: string;
  readonly statusText: string;
  readonly statusChanged: string;
}

export interface AttachmentRecord {
  readonly id: string;
  readonly fileName: string;
  readonly displayName?: string;
  readonly isEncrypted: boolean;
  readonly checksum?: string;
  readonly sendersReference: string;
  readonly expirationInDays?: number;
  /** Moves on when a letter that is published later uses it. */
  readonly expiresAt?: string;
  readonly resourceId: string;
  /** Organisation number of the resource's owner. */
  readonly owner: string;
  readonly created: string;
  /** The last one is what it is now. */
  readonly history: readonly HistoryRecord[];
  readonly size: number;
  readonly sha256: string;
  readonly infected: boolean;
}

export type AttachmentStatus = 'Initialized' | 'UploadProcessing' | 'Published' | 'Purged' | 'Failed' | 'Expired';

export interface CorrespondenceRecord {
  readonly id: string;
  /** Organisation number of the resource's owner. */
  readonly owner: string;
  /** URN form. */
  readonly recipient: string;
  readonly letter: RequestedCorrespondence;
  readonly attachmentIds: readonly string[];
  readonly idempotentKey?: string;
  readonly created: string;
  readonly publishAt: string;
  /** Where it is on its way; the history is what is told about it. */
  readonly stage: 'initialized' | 'ready' | 'published' | 'reserved' | 'failed' | 'purged';
  readonly history: readonly HistoryRecord[];
  readonly orders: readonly OrderRecord[];
  /** Whether the day that it was due has been dealt with. */
  readonly isDueDateDone: boolean;
}

/** One order at Altinn Notifications. */
export interface OrderRecord {
  readonly id: string;
  readonly isReminder: boolean;
  readonly channel: NotificationChannel;
  readonly created: string;
  readonly sendAt: string;
  readonly status: 'Registered' | 'Completed' | 'SendConditionNotMet' | 'Cancelled';
  readonly lastUpdate: string;
  readonly notices: readonly NoticeRecord[];
}

export interface NoticeRecord {
  readonly medium: 'email' | 'sms';
  readonly address?: string;
  readonly status: 'Delivered' | 'Failed_RecipientNotIdentified' | 'Failed_RecipientReserved';
  readonly lastUpdate: string;
}

export interface SubscriptionRecord {
  readonly id: number;
  readonly consumer: string;
  readonly endPoint: string;
  readonly resourceFilter?: string;
  readonly typeFilter?: string;
  readonly sourceFilter?: string;
  readonly subjectFilter?: string;
  readonly alternativeSubjectFilter?: string;
  readonly created: string;
  readonly validated: boolean;
}

/** Altinn's enum: the overview's status is the highest number of the history, Fetched left out. */
export const CORRESPONDENCE_STATUSES = [
  'Initialized',
  'ReadyForPublish',
  'Published',
  'Fetched',
  'Read',
  'Replied',
  'Confirmed',
  'PurgedByRecipient',
  'PurgedByAltinn',
  'Archived',
  'Reserved',
  'Failed',
  'AttachmentsDownloaded',
  'Forwarded',
] as const;

/** What becomes of a letter at the recipient's is not the sender's business: purged, archived, forwarded. */
const NOT_FOR_SENDERS: readonly string[] = ['PurgedByRecipient', 'PurgedByAltinn', 'Archived', 'Forwarded'];

const NUMBERS: ReadonlyMap<string, number> = new Map(CORRESPONDENCE_STATUSES.map((name, number) => [name, number]));
const HIDDEN = 'Fetched';

/** Source: altinn-correspondence, IsAvailableForSender. */
export function historyForSender(history: readonly HistoryRecord[]): readonly HistoryRecord[] {
  return history.filter(({ status }) => !NOT_FOR_SENDERS.includes(status));
}

export function highestStatus(history: readonly HistoryRecord[]): HistoryRecord | undefined {
  return history
    .filter((entry) => entry.status !== HIDDEN)
    .reduce<HistoryRecord | undefined>(
      (highest, entry) => (numberOf(entry) >= numberOf(highest) ? entry : highest),
      undefined,
    );
}

export function hasStatus(record: Pick<CorrespondenceRecord, 'history'>, ...statuses: readonly string[]): boolean {
  return record.history.some((entry) => statuses.includes(entry.status));
}

export function attachmentStatus(record: AttachmentRecord): HistoryRecord {
  return record.history.at(-1) ?? { status: 'Initialized', statusText: 'Initialized', statusChanged: record.created };
}

function numberOf(entry: HistoryRecord | undefined): number {
  return NUMBERS.get(entry?.status ?? '') ?? 0;
}
