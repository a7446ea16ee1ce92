import type { ReceiptEvent } from '#channels/provider-receipt.js';
import type { ReceiptBody } from '../sbd/sbd.js';
import type { ReadReceipt } from '../sbd/sbd.reader.js';
import type { DpiProfile, ProviderFault } from './dpi-profile.js';
import { providerCodeOf } from './provider-code.js';

const NOTICE_CHANNELS = { epost: 'email', sms: 'sms' } as const;

/**
 * KLIENT: the sender must correct and send anew. SERVER: the fault is the provider's; also an end for this letter,
 * because the specification forbids that it is sent again by itself (DPI reference, appendix A 13).
 */
const UNKNOWN_FAULTS: Readonly<Record<'KLIENT' | 'SERVER', Omit<ProviderFault, 'pattern' | 'type'>>> = {
  KLIENT: {
    code: 'MAILBOX_REFUSED_LETTER',
    text: "The provider refused the letter (feil KLIENT). The gateway's operators find its words in the receipt that details.providerReceipt names; correct the letter and send a new one.",
    blame: 'sender',
  },
  SERVER: {
    code: 'MAILBOX_FAULT',
    text: 'The provider could not handle the letter (feil SERVER). Ask the provider before it is sent again.',
    blame: 'channel',
  },
};

/** `returpostkvittering` comes for MAKULERING_MED_MELDING only: the letter itself is gone (DPI reference 2.3). */
const RETURNED = {
  code: 'RETURNED_BY_POST',
  text: 'The letter came back by post and was destroyed. Find another address and send a new letter.',
};

export type TellingReceipt = Pick<ReadReceipt, 'type' | 'body' | 'messageId'>;

/**
 * Pure: what a verified receipt tells. Free text of the provider does not get here, for it may name a person:
 * `details.providerReceipt` is the id under which the receipt itself is kept (`source_id` in provider_receipts).
 */
export function toReceiptEvent(
  { type, body, messageId }: TellingReceipt,
  { receipts, faults }: Pick<DpiProfile, 'receipts' | 'faults'>,
): ReceiptEvent {
  const event: ReceiptEvent = { type: receipts[type], at: new Date(body.tidspunkt) };
  if (type === 'returpostkvittering') return { ...event, reason: RETURNED };
  if (type === 'varslingfeiletkvittering') return { ...event, ...noticeFailure(body, messageId) };
  return type === 'feil' ? { ...event, ...fault(body, messageId, faults) } : event;
}

function noticeFailure(
  { varslingskanal = 'epost', beskrivelse }: ReceiptBody,
  messageId: string,
): Pick<ReceiptEvent, 'reason' | 'details'> {
  const noticeChannel = NOTICE_CHANNELS[varslingskanal];
  return {
    reason: { code: 'NOTICE_NOT_SENT', text: `The mailbox provider could not send the notice by ${noticeChannel}.` },
    details: { noticeChannel, ...wordsOf(beskrivelse, messageId) },
  };
}

function fault(
  { feiltype = 'SERVER', detaljer = '' }: ReceiptBody,
  messageId: string,
  faults: readonly ProviderFault[],
): Pick<ReceiptEvent, 'reason' | 'details'> {
  const known = faults.find((rule) => rule.type === feiltype && rule.pattern.test(detaljer));
  const { code, text, blame } = known ?? UNKNOWN_FAULTS[feiltype];
  return { reason: { code, text }, details: { blame, faultType: feiltype, ...wordsOf(detaljer, messageId) } };
}

function wordsOf(text: string | undefined, messageId: string): Readonly<Record<string, string>> {
  const providerCode = providerCodeOf(text ?? '');
  return { ...(providerCode === undefined ? {} : { providerCode }), providerReceipt: messageId };
}
