import { createHash } from 'node:crypto';
import { isRecord } from '../sbd/json-shape.js';

/** One item of GET /messages/in as it came; nothing about it is checked, and it may be anything (DPI reference 1.4). */
export type InboxItem = InboxMessage | BrokenItem;

interface ListedItem {
  /** What tells it from the other items of the queue, also when it is listed again. */
  readonly key: string;
  /** What the item is called when it is marked as read; absent when downloadurl does not say. */
  readonly downloadId?: string;
  readonly raw: Buffer;
}

export interface InboxMessage extends ListedItem {
  readonly kind: 'message';
  /** `forretningsmelding`, which should be a JWS. */
  readonly jws: string;
}

/** Not an object, or one without a forretningsmelding: `raw` is its JSON. */
export interface BrokenItem extends ListedItem {
  readonly kind: 'broken';
}

const HALF_PAIR = /\p{Surrogate}/u;

/** Never throws: whatever the access point lists becomes an item, since one that was left out would never be marked. */
export function toInboxItem(listed: unknown): InboxItem {
  const downloadId = isRecord(listed) ? downloadIdOf(listed['downloadurl']) : undefined;
  const jws = isRecord(listed) ? listed['forretningsmelding'] : undefined;
  // Text with half a surrogate pair has no UTF-8; its JSON has.
  if (typeof jws !== 'string' || jws === '' || HALF_PAIR.test(jws)) {
    return { kind: 'broken', ...listedItem(Buffer.from(JSON.stringify(listed), 'utf8'), downloadId) };
  }
  return { kind: 'message', jws, ...listedItem(Buffer.from(jws, 'utf8'), downloadId) };
}

/** Names the bytes: the same twice has one name, and nobody can make others with it. */
export function contentId(bytes: Buffer): string {
  return `sha256-${createHash('sha256').update(bytes).digest('hex')}`;
}

function listedItem(raw: Buffer, downloadId: string | undefined): ListedItem {
  return { raw, key: `${downloadId ?? ''}/${contentId(raw)}`, ...(downloadId === undefined ? {} : { downloadId }) };
}

/** Without `/`, and not `.` or `..`, which an URL would resolve away: the id becomes a segment of a path. */
const SAFE_ID = /^(?!\.{1,2}$)[\w.~-]{1,128}$/;
/** Below `/messages/in/` wherever the API is mounted; else the last segment that there is. */
const ID_SEGMENT = /\/messages\/in\/([^/]+)/;
const LAST_SEGMENT = /([^/]+)\/*$/;

/** The id in a downloadurl, absolute or relative, or undefined when there is none that is safe to put into a path. */
export function downloadIdOf(downloadUrl: unknown): string | undefined {
  if (typeof downloadUrl !== 'string') return undefined;
  const path = downloadUrl
    .trim()
    .replace(/[?#].*$/s, '')
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
  const segment = (ID_SEGMENT.exec(path) ?? LAST_SEGMENT.exec(path))?.[1];
  if (segment === undefined) return undefined;
  try {
    const id = decodeURIComponent(segment);
    return SAFE_ID.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
