import type { SimulatedContact, SimulatedNotice } from '#channels/simulation/simulation-world.js';
import type { SbdNotices } from '../sbd/sbd.js';
import type { PromisedReceipt } from './corner4-party.js';

/** The citizen has told the mailbox to be told of every letter at once. */
const AT_ONCE: readonly number[] = [0];

/**
 * What the citizen is told about a letter, and how: Digipost sends the sender's notices beside those that the citizen
 * has ordered, e-Boks in their place (DPI reference 5.4).
 */
export function noticesOf(
  senders: 'added' | 'instead',
  ordered: SbdNotices = {},
  contact: Pick<SimulatedContact, 'email' | 'mobile'> = {},
): readonly SimulatedNotice[] {
  const { epostvarsel, smsvarsel } = ordered;
  const bySender: SimulatedNotice[] = [
    ...(epostvarsel === undefined
      ? []
      : [{ by: 'sender', channel: 'email', afterDays: epostvarsel.repetisjoner } as const]),
    ...(smsvarsel === undefined ? [] : [{ by: 'sender', channel: 'sms', afterDays: smsvarsel.repetisjoner } as const]),
  ];
  const byCitizen: SimulatedNotice[] = [
    ...(contact.email === undefined ? [] : [{ by: 'citizen', channel: 'email', afterDays: AT_ONCE } as const]),
    ...(contact.mobile === undefined ? [] : [{ by: 'citizen', channel: 'sms', afterDays: AT_ONCE } as const]),
  ];
  return senders === 'instead' && bySender.length > 0 ? bySender : [...byCitizen, ...bySender];
}

/** RFC 2606: no mail server will ever be there. */
const NO_SUCH_DOMAIN = /\.invalid$/i;
/** Norwegian subscribers' numbers begin with 2-9, so nobody has one of these: `+47 00…` is the sandbox's dead number. */
const NO_SUCH_MOBILE = /^\+4700/;

/** One varslingfeiletkvittering for each notice of the sender that cannot be sent; the letter is there all the same. */
export function failedNotices({ epostvarsel, smsvarsel }: SbdNotices = {}): readonly PromisedReceipt[] {
  const failed = (varslingskanal: 'epost' | 'sms', beskrivelse: string): PromisedReceipt => ({
    type: 'varslingfeiletkvittering',
    afterMs: 0,
    more: { varslingskanal, beskrivelse },
  });
  return [
    ...(NO_SUCH_DOMAIN.test(epostvarsel?.epostadresse ?? '') ? [failed('epost', 'Ugyldig epostadresse')] : []),
    ...(NO_SUCH_MOBILE.test(smsvarsel?.mobiltelefonnummer.replace(/[- _]/g, '') ?? '')
      ? [failed('sms', 'Ugyldig mobiltelefonnummer')]
      : []),
  ];
}
