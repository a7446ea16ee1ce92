import type { DepositOrder } from '#channels/deposit-order.js';
import type { ContactPoint } from '#domain/recipient-facts.js';
import type { Shape } from './json-shape.js';
import { A_MOBILE_NUMBER, AN_EMAIL_ADDRESS } from './notice-shapes.js';
import type { SbdNotices } from './sbd.js';

/**
 * A notice needs both: the sender's text and a contact point that may be used; without either, `{}` as the peers send.
 * An address of the register that DPI has no form for is as good as none: the whole letter would be refused for it,
 * while the mailbox has the citizen's own notices. The `sent` receipt says which notices went along.
 */
export function noticesOf({ letter: { notification }, notifiable }: DepositOrder): SbdNotices {
  const { email, sms } = notification;
  const epostadresse = usable(notifiable.email, AN_EMAIL_ADDRESS);
  const mobiltelefonnummer = usable(notifiable.mobile, A_MOBILE_NUMBER);
  return {
    ...(email === undefined || epostadresse === undefined
      ? {}
      : { epostvarsel: { epostadresse, varslingstekst: email.text, repetisjoner: email.repeatAfterDays } }),
    ...(sms === undefined || mobiltelefonnummer === undefined
      ? {}
      : { smsvarsel: { mobiltelefonnummer, varslingstekst: sms.text, repetisjoner: sms.repeatAfterDays } }),
  };
}

function usable(contact: ContactPoint | undefined, shape: Shape): string | undefined {
  return contact !== undefined && shape(contact.value, '').length === 0 ? contact.value : undefined;
}
