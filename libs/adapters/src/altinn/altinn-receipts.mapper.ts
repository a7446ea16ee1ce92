import type { DepositStatus } from '#channels/channel.port.js';
import type { MatchableReceipt, ProviderReceipt, ReceiptEvent } from '#channels/provider-receipt.js';
import { maskIdentifiers } from '#platform/mask-identifiers.js';
import { isJsonObject, parseJson } from '#platform/parse-json.js';
import { ignoreSurprises, knownCode, noteUnknownFields, type NoteSurprise } from '#platform/surprises.js';
import { quarantinedDetails, quarantinedEntry } from './altinn-quarantine.js';
import { toNotices, type Notice } from './altinn-notices.mapper.js';
import { CORRESPONDENCE_STATUSES, DETAILS_FIELDS, HISTORY_FIELDS } from './altinn-status.wire.js';
import { parseAltinnTime } from './altinn-time.js';
import { reasonOfFailure } from './altinn-unpublished.js';

/**
 * `/details` -> receipts. The overview's `status` is the numerically highest one and hides that a letter was read
 * (AttachmentsDownloaded is 12, Read 4), so only `statusHistory` is read (registers reference 1.6), in the order of its
 * times whatever the order of its entries.
 *
 * Each meaning is told once, and its source id is that meaning: a letter that is read, confirmed and downloaded was
 * opened once, and it stays the same receipt when an earlier entry turns up later. A letter that was published has
 * arrived, whatever failed before: `Failed` beside `Published` is not told, for it would lead the letter to paper too.
 */
type Meaning = 'delivered' | 'opened' | 'failed' | 'purged';
type Status = (typeof CORRESPONDENCE_STATUSES)[number];

const MEANING: Readonly<Partial<Record<Status, Meaning>>> = {
  Published: 'delivered',
  Read: 'opened',
  Confirmed: 'opened',
  Replied: 'opened',
  AttachmentsDownloaded: 'opened',
  Failed: 'failed',
  Reserved: 'failed',
  PurgedByRecipient: 'purged',
  PurgedByAltinn: 'purged',
};

interface HistoryEntry {
  readonly meaning: Meaning;
  readonly status: Status;
  readonly statusText: string;
  readonly at: Date;
  readonly statusChanged: unknown;
}

/** Pure. `body` is the answer of `/details`. */
export function toDepositStatus(
  correspondenceId: string,
  body: Buffer,
  note: NoteSurprise = ignoreSurprises,
): DepositStatus {
  const parsed = parseJson(body);
  const history: unknown = isJsonObject(parsed) ? parsed['statusHistory'] : undefined;
  if (!isJsonObject(parsed) || !Array.isArray(history)) {
    const receipts = [quarantinedDetails(correspondenceId, body)];
    return { kind: 'known', reference: correspondenceId, receipts, settled: false };
  }
  noteUnknownFields(parsed, DETAILS_FIELDS, 'details', note);
  const broken: ProviderReceipt[] = [];
  const entries: HistoryEntry[] = [];
  for (const raw of history as unknown[]) {
    const entry = toEntry(raw, note);
    if (entry === 'broken') broken.push(quarantinedEntry(correspondenceId, raw));
    else if (entry !== undefined) entries.push(entry);
  }
  const told = firsts(entries);
  const notices = toNotices(parsed['notifications'], note);
  return {
    kind: 'known',
    reference: correspondenceId,
    receipts: [
      ...broken,
      ...told.flatMap((entry) => toReceipt(correspondenceId, entry)),
      ...notices.map((notice) => toNoticeReceipt(correspondenceId, notice)),
    ],
    settled: told.some(({ meaning }) => meaning !== 'delivered'),
  };
}

/** The first of each meaning, in the order of their times. */
function firsts(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const isPublished = entries.some(({ meaning }) => meaning === 'delivered');
  const inOrder = [...entries].sort(
    (left, right) => left.at.getTime() - right.at.getTime() || left.status.localeCompare(right.status),
  );
  return inOrder.filter(
    ({ meaning }, index) =>
      !(meaning === 'failed' && isPublished) && inOrder.findIndex((other) => other.meaning === meaning) === index,
  );
}

/** Undefined for a status that says nothing about the letter's way (Fetched, Archived, one that is new). */
function toEntry(raw: unknown, note: NoteSurprise): HistoryEntry | 'broken' | undefined {
  if (!isJsonObject(raw)) return 'broken';
  const { statusText, statusChanged } = raw as { statusText?: unknown; statusChanged?: unknown };
  noteUnknownFields(raw, HISTORY_FIELDS, 'statusHistory', note);
  if (typeof raw['status'] !== 'string') return 'broken';
  const status = knownCode(raw['status'], CORRESPONDENCE_STATUSES, 'statusHistory.status', note);
  const meaning = status === undefined ? undefined : MEANING[status];
  if (status === undefined || meaning === undefined) return undefined;
  const at = parseAltinnTime(statusChanged);
  if (at === undefined) return 'broken';
  return { meaning, status, statusText: typeof statusText === 'string' ? statusText : '', at, statusChanged };
}

function toReceipt(correspondenceId: string, entry: HistoryEntry): MatchableReceipt[] {
  const { meaning, status, statusChanged, at } = entry;
  if (meaning === 'purged') return [];
  const event: ReceiptEvent =
    meaning === 'failed' ? { type: meaning, at, ...reasonOfFailure(status, entry.statusText) } : { type: meaning, at };
  const kept = { status, statusText: maskIdentifiers(entry.statusText), statusChanged };
  return [receipt(correspondenceId, meaning, event, kept)];
}

function toNoticeReceipt(correspondenceId: string, { id, type, at, details, reason, kept }: Notice): MatchableReceipt {
  const event: ReceiptEvent = { type, at, details, ...(reason === undefined ? {} : { reason }) };
  return receipt(correspondenceId, `notice:${id}:${type}`, event, kept);
}

function receipt(correspondenceId: string, source: string, event: ReceiptEvent, kept: object): MatchableReceipt {
  return {
    kind: 'receipt',
    sourceId: `${correspondenceId}:${source}`,
    raw: Buffer.from(JSON.stringify({ correspondenceId, ...kept })),
    rawMediaType: 'application/json',
    match: { reference: correspondenceId },
    event,
  };
}
