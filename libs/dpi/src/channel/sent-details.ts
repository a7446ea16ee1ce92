import type { DepositOrder } from '#channels/deposit-order.js';
import { renamedDocuments } from '../package/renamed-documents.js';
import { noticesOf } from '../sbd/notices.writer.js';
import type { DpiProfile } from './dpi-profile.js';
import { packageDocuments } from './package-documents.js';

type Told = Readonly<Record<string, unknown>>;

/**
 * What the `sent` receipt tells of how this provider takes the letter, where that is not as the sender wrote it:
 * `renamed`, and `notices` when the sender ordered any. Pure, so that a repeated deposit tells the same. Shapes and
 * meaning: the README of each provider's folder.
 */
export function sentDetails(order: DepositOrder, profile: Pick<DpiProfile, 'arrange' | 'noticeEffect'>): Told {
  const renamed = renamedDocuments(order.documents, packageDocuments(order, profile));
  return { ...(renamed.length === 0 ? {} : { renamed }), ...noticeDetails(order, profile.noticeEffect) };
}

function noticeDetails(order: DepositOrder, effect: DpiProfile['noticeEffect']): Told {
  const { email, sms } = order.letter.notification;
  if (effect === undefined || (email === undefined && sms === undefined)) return {};
  const { epostvarsel, smsvarsel } = noticesOf(order);
  const goesAlong = { email: epostvarsel !== undefined, sms: smsvarsel !== undefined };
  // Without any notice in the message there is nothing that could replace the citizen's.
  const replaces = effect === 'replaces' && (goesAlong.email || goesAlong.sms);
  return { notices: { ...goesAlong, citizensOwn: replaces ? 'replaced' : 'kept' } };
}
