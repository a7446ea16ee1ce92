import { createHash } from 'node:crypto';
import type { DepositStatus } from '#channels/channel.port.js';
import type { MatchableReceipt, ProviderReceipt, ReceiptEvent } from '#channels/provider-receipt.js';
import { isJsonObject, parseJson, type JsonObject } from '#platform/parse-json.js';

/**
 * `/details` -> receipts. The overview's `status` is the numerically highest one and hides that a letter was read
 * (AttachmentsDownloaded is 12, Read 4), so only `statusHistory` is read (registers reference 1.6).
 */
type Meaning = 'delivered' | 'opened' | 'failed' | 'purged';

const MEANING: Readonly<Record<string, Meaning>> = {
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

/** Why a letter that Altinn had accepted was not published; by its statusText, which has no code. All are confirmed. */
const UNPUBLISHED: readonly { readonly pattern: RegExp; readonly code: string; readonly text: string }[] = [
  { pattern: /reserved/i, code: 'ALTINN_RESERVED', text: 'The recipient is reserved against digital letters.' },
  {
    pattern: /lacks roles|roles required/i,
    code: 'ALTINN_NO_ROLE',
    text: 'Nobody holds a role that may read this letter in Altinn.',
  },
  {
    pattern: /recipient.*(not found|does not exist)/i,
    code: 'ALTINN_RECIPIENT_UNKNOWN',
    text: 'Altinn does not know this recipient.',
  },
];

interface HistoryEntry {
  readonly meaning: Meaning;
  readonly status: string;
  readonly statusText: string;
  readonly at: Date;
  readonly raw: JsonObject;
}

/** Pure. `body` is the answer of `/details`. */
export function toDepositStatus(correspondenceId: string, body: Buffer): DepositStatus {
  const parsed = parseJson(body);
  const history: unknown = isJsonObject(parsed) ? parsed['statusHistory'] : undefined;
  if (!isJsonObject(parsed) || !Array.isArray(history)) {
    return {
      kind: 'known',
      reference: correspondenceId,
      receipts: [quarantined(correspondenceId, body)],
      settled: false,
    };
  }
  const broken: ProviderReceipt[] = [];
  const entries: HistoryEntry[] = [];
  for (const raw of history as unknown[]) {
    const entry = toEntry(raw);
    if (entry === 'broken') broken.push(quarantined(correspondenceId, Buffer.from(JSON.stringify(raw))));
    else if (entry !== undefined) entries.push(entry);
  }
  entries.sort((left, right) => left.at.getTime() - right.at.getTime());
  const receipts = firsts(entries).flatMap((entry) => toReceipt(correspondenceId, entry));
  return {
    kind: 'known',
    reference: correspondenceId,
    receipts: [...broken, ...receipts, ...toNotices(correspondenceId, parsed)],
    settled: entries.some((entry) => entry.meaning !== 'delivered'),
  };
}

/** The first of each meaning: a letter that is read, confirmed and downloaded was opened once. */
function firsts(entries: readonly HistoryEntry[]): HistoryEntry[] {
  return entries.filter((entry, index) => entries.findIndex((other) => other.meaning === entry.meaning) === index);
}

/** Undefined for a status that says nothing about the letter's way (Fetched, Archived, one that is new). */
function toEntry(raw: unknown): HistoryEntry | 'broken' | undefined {
  if (!isJsonObject(raw)) return 'broken';
  const { status, statusText, statusChanged } = raw as {
    status?: unknown;
    statusText?: unknown;
    statusChanged?: unknown;
  };
  if (typeof status !== 'string') return 'broken';
  const meaning = MEANING[status];
  if (meaning === undefined) return undefined;
  const at = new Date(typeof statusChanged === 'string' ? statusChanged : Number.NaN);
  if (Number.isNaN(at.getTime())) return 'broken';
  return { meaning, status, statusText: typeof statusText === 'string' ? statusText : '', at, raw };
}

function toReceipt(correspondenceId: string, entry: HistoryEntry): MatchableReceipt[] {
  if (entry.meaning === 'purged') return [];
  return [
    receipt(correspondenceId, `${entry.status}:${entry.at.toISOString()}`, toEvent(entry.meaning, entry), entry.raw),
  ];
}

function toEvent(type: 'delivered' | 'opened' | 'failed', entry: HistoryEntry): ReceiptEvent {
  if (type !== 'failed') return { type, at: entry.at };
  const known =
    entry.status === 'Reserved' ? UNPUBLISHED[0] : UNPUBLISHED.find(({ pattern }) => pattern.test(entry.statusText));
  if (known === undefined) {
    return {
      type,
      at: entry.at,
      reason: { code: 'ALTINN_PUBLISH_FAILED', text: 'Altinn could not publish the letter; look it up there.' },
    };
  }
  return { type, at: entry.at, reason: { code: known.code, text: known.text } };
}

/** E-mail and SMS about the letter: what became of each. */
function toNotices(correspondenceId: string, details: JsonObject): MatchableReceipt[] {
  const orders = Array.isArray(details['notifications']) ? (details['notifications'] as unknown[]) : [];
  return orders.filter(isJsonObject).flatMap((order) => {
    const status = order['notificationStatusDetails'];
    if (!isJsonObject(status)) return [];
    return (['email', 'sms'] as const).flatMap((medium) => toNotice(correspondenceId, medium, status[medium]));
  });
}

function toNotice(correspondenceId: string, medium: 'email' | 'sms', notice: unknown): MatchableReceipt[] {
  if (!isJsonObject(notice) || !isJsonObject(notice['sendStatus'])) return [];
  const { status, lastUpdate } = notice['sendStatus'] as { status?: unknown; lastUpdate?: unknown };
  const at = new Date(typeof lastUpdate === 'string' ? lastUpdate : Number.NaN);
  if (typeof status !== 'string' || Number.isNaN(at.getTime())) return [];
  const type = /^(Delivered|Succeeded)$/.test(status)
    ? 'notified'
    : status.startsWith('Failed')
      ? 'notification-failed'
      : undefined;
  if (type === undefined) return [];
  const id = String(notice['id']);
  // The recipient's address stands beside it in the notice, so only these fields are kept.
  const kept = { id, medium, status, lastUpdate };
  return [receipt(correspondenceId, `notice:${id}:${status}`, { type, at, details: { medium } }, kept)];
}

function receipt(correspondenceId: string, source: string, event: ReceiptEvent, raw: JsonObject): MatchableReceipt {
  return {
    kind: 'receipt',
    sourceId: `${correspondenceId}:${source}`,
    raw: Buffer.from(JSON.stringify({ correspondenceId, ...raw })),
    rawMediaType: 'application/json',
    match: { reference: correspondenceId },
    event,
  };
}

function quarantined(correspondenceId: string, raw: Buffer): ProviderReceipt {
  return {
    kind: 'quarantined',
    sourceId: `${correspondenceId}:unreadable:${createHash('sha256').update(raw).digest('hex').slice(0, 32)}`,
    raw,
    rawMediaType: 'application/json',
    reason: {
      code: 'ALTINN_STATUS_UNREADABLE',
      text: 'Altinn told a status in a shape that its documentation does not have.',
    },
  };
}
