/** What the simulated Altinn keeps in the world, collections `altinn.*`. Times are RFC 3339. */
export interface AttachmentRecord {
  readonly id: string;
  readonly fileName: string;
  readonly displayName: string;
  readonly sendersReference: string;
  readonly resourceId: string;
  readonly state: 'Initialized' | 'UploadProcessing' | 'Published' | 'Failed';
  readonly statusChanged: string;
  readonly size: number;
  readonly sha256: string;
  readonly infected: boolean;
  /** A letter that uses it exists: it can be neither uploaded again nor deleted. */
  readonly linked: boolean;
}

export interface CorrespondenceRecord {
  readonly id: string;
  readonly resourceId: string;
  readonly sendersReference: string;
  /** URN form. */
  readonly recipient: string;
  readonly title: string;
  readonly attachmentIds: readonly string[];
  readonly idempotentKey?: string;
  readonly ignoreReservation: boolean;
  readonly isConfirmationNeeded: boolean;
  readonly notificationChannel?: string;
  readonly created: string;
  readonly publishAt: string;
  readonly history: readonly HistoryRecord[];
}

export interface HistoryRecord {
  readonly status: string;
  readonly statusText: string;
  readonly statusChanged: string;
}

export interface SubscriptionRecord {
  readonly id: number;
  readonly endPoint: string;
  readonly resourceFilter: string;
  readonly validated: boolean;
}

const HIDDEN = 'Fetched';

/** The order of Altinn's enum, by which the overview's status is the highest of the history, Fetched left out. */
const STATUS_NUMBER: Readonly<Record<string, number>> = {
  Initialized: 0,
  ReadyForPublish: 1,
  Published: 2,
  Fetched: 3,
  Read: 4,
  Replied: 5,
  Confirmed: 6,
  PurgedByRecipient: 7,
  PurgedByAltinn: 8,
  Archived: 9,
  Reserved: 10,
  Failed: 11,
  AttachmentsDownloaded: 12,
  Forwarded: 13,
};

export function highestStatus(record: CorrespondenceRecord): HistoryRecord | undefined {
  return record.history
    .filter((entry) => entry.status !== HIDDEN)
    .reduce<HistoryRecord | undefined>(
      (highest, entry) =>
        (STATUS_NUMBER[entry.status] ?? 0) >= (STATUS_NUMBER[highest?.status ?? ''] ?? 0) ? entry : highest,
      undefined,
    );
}

export function hasStatus(record: CorrespondenceRecord, ...statuses: readonly string[]): boolean {
  return record.history.some((entry) => statuses.includes(entry.status));
}
