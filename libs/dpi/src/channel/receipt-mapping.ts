import type { ReceiptEvent, ReceiptEventType } from '#channels/provider-receipt.js';
import type { ReceiptBody } from '../sbd/sbd.js';
import type { ReceiptType } from '../sbd/sbd.reader.js';
import type { ProviderFault } from './dpi-profile.js';
import { safeProviderText } from '../corner2/provider-text.js';

/** Our words for the receipts of DPI; leveringskvittering is `delivered` from the mailboxes (DPI reference 2.3). */
const EVENT_TYPES: Readonly<Record<ReceiptType, ReceiptEventType>> = {
  leveringskvittering: 'delivered',
  aapningskvittering: 'opened',
  mottakskvittering: 'print-accepted',
  returpostkvittering: 'returned',
  varslingfeiletkvittering: 'notification-failed',
  feil: 'failed',
};

const NOTICE_CHANNELS = { epost: 'email', sms: 'sms' } as const;

/**
 * KLIENT: the sender must correct and send anew. SERVER: the fault is the provider's; also an end for this letter,
 * because the specification forbids that it is sent again by itself (DPI reference, appendix A 13).
 */
const UNKNOWN_FAULTS: Readonly<Record<'KLIENT' | 'SERVER', Omit<ProviderFault, 'pattern' | 'type'>>> = {
  KLIENT: {
    code: 'MAILBOX_REFUSED_LETTER',
    text: 'The mailbox provider refused the letter (feil KLIENT). Correct what it says and send a new letter.',
    blame: 'sender',
  },
  SERVER: {
    code: 'MAILBOX_FAULT',
    text: 'The mailbox provider could not handle the letter (feil SERVER). Ask the provider before it is sent again.',
    blame: 'channel',
  },
};

/** Pure: what a verified receipt tells. */
export function toReceiptEvent(type: ReceiptType, body: ReceiptBody, faults: readonly ProviderFault[]): ReceiptEvent {
  const event: ReceiptEvent = { type: EVENT_TYPES[type], at: new Date(body.tidspunkt) };
  if (type === 'varslingfeiletkvittering') return { ...event, ...noticeFailure(body) };
  return type === 'feil' ? { ...event, ...fault(body, faults) } : event;
}

function noticeFailure({
  varslingskanal = 'epost',
  beskrivelse,
}: ReceiptBody): Pick<ReceiptEvent, 'reason' | 'details'> {
  return {
    reason: {
      code: 'NOTICE_NOT_SENT',
      text: `The mailbox provider could not send the notice by ${NOTICE_CHANNELS[varslingskanal]}.`,
    },
    details: {
      noticeChannel: NOTICE_CHANNELS[varslingskanal],
      ...(beskrivelse === undefined ? {} : { providerText: safeProviderText(beskrivelse) }),
    },
  };
}

function fault(
  { feiltype = 'SERVER', detaljer = '' }: ReceiptBody,
  faults: readonly ProviderFault[],
): Pick<ReceiptEvent, 'reason' | 'details'> {
  const known = faults.find((rule) => rule.type === feiltype && rule.pattern.test(detaljer));
  const { code, text, blame } = known ?? UNKNOWN_FAULTS[feiltype];
  return {
    reason: { code, text },
    details: { blame, faultType: feiltype, ...(detaljer === '' ? {} : { providerText: safeProviderText(detaljer) }) },
  };
}
