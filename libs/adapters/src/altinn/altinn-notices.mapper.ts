import type { Reason } from '#domain/letter-event.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { knownCode, type NoteSurprise } from '#platform/surprises.js';
import { NOTICE_STATUSES } from './altinn-status.wire.js';
import { parseAltinnTime } from './altinn-time.js';

/**
 * E-mail and SMS about the letter: what became of each, also of the reminder (registers reference 1.5). Altinn tells the
 * first of each medium by itself (`email`, `sms`) and all of them in lists (`emails`, `smses`), so the same notice comes
 * twice. The address stands beside the status, and nothing but the status is kept.
 *
 * An e-mail is `Succeeded` when the mail service has taken it, and may bounce afterwards: then it has been told as
 * notified, and is told as failed too. Unknown statuses are taken by their beginning, which is how new ones are made.
 */
export interface Notice {
  readonly id: string;
  readonly type: 'notified' | 'notification-failed';
  readonly at: Date;
  readonly details: Readonly<Record<string, unknown>>;
  readonly reason?: Reason;
  /** What is stored as proof. */
  readonly kept: JsonObject;
}

type Medium = 'email' | 'sms';

const LISTS: readonly (readonly [field: string, medium: Medium])[] = [
  ['email', 'email'],
  ['emails', 'email'],
  ['sms', 'sms'],
  ['smses', 'sms'],
];
/** The newer API of Altinn Notifications writes the medium before the status. */
const MEDIUM_PREFIX = /^(?:Email|SMS)_/i;

export function toNotices(notifications: unknown, note: NoteSurprise): readonly Notice[] {
  const orders = Array.isArray(notifications) ? (notifications as unknown[]).filter(isJsonObject) : [];
  const notices = orders.flatMap((order) => {
    const status = order['notificationStatusDetails'];
    if (!isJsonObject(status)) return [];
    return LISTS.flatMap(([field, medium]) => {
      const found = status[field];
      const items: unknown[] = Array.isArray(found) ? found : [found];
      return items.flatMap((item) => toNotice(item, medium, order['isReminder'] === true, note));
    });
  });
  return [...new Map(notices.map((notice) => [`${notice.id} ${notice.type}`, notice])).values()];
}

function toNotice(item: unknown, medium: Medium, isReminder: boolean, note: NoteSurprise): Notice[] {
  if (!isJsonObject(item) || !isJsonObject(item['sendStatus'])) return [];
  const { status, lastUpdate } = item['sendStatus'] as { status?: unknown; lastUpdate?: unknown };
  const at = parseAltinnTime(lastUpdate);
  if (typeof status !== 'string' || at === undefined) return [];
  const name = status.replace(MEDIUM_PREFIX, '');
  const known = knownCode(name, NOTICE_STATUSES, `notification.${medium}.status`, note);
  const type = outcomeOf(name);
  if (type === undefined) return [];
  const id = typeof item['id'] === 'string' ? item['id'] : `${medium}-${isReminder ? 'reminder' : 'main'}`;
  const details = { medium, ...(isReminder ? { reminder: true } : {}) };
  const reason = {
    code: 'ALTINN_NOTICE_FAILED',
    text: `Altinn could not deliver the notice (${known ?? 'Failed'}).`,
  };
  return [
    {
      id,
      type,
      at,
      details,
      ...(type === 'notified' ? {} : { reason }),
      kept: { id, medium, isReminder, status: known ?? type, lastUpdate },
    },
  ];
}

/** Undefined while it is on its way. */
function outcomeOf(status: string): Notice['type'] | undefined {
  if (status === 'Delivered' || status === 'Succeeded') return 'notified';
  return status.startsWith('Failed') ? 'notification-failed' : undefined;
}
