import type { DepositOrder } from '#channels/deposit-order.js';
import { signerOf, type LetterSender } from '#domain/letter.js';
import type { SbdFingerprint, SbdHeader, SbdSender } from './sbd.js';
import { organisationIdentifier, sbdHeader } from './sbd-header.js';

/** What every message with a dokumentpakke has that is not in the order. */
export interface LetterFacts {
  /** Organisation number of the mailbox provider or print service. */
  readonly provider: string;
  /** Base64 SHA-256 of the CMS bytes. */
  readonly digest: string;
  /** The access token the message is posted with; the two must be the same bytes. */
  readonly token: string;
  readonly timeToLiveMs: number;
}

/** The process has the name of the message. The signer is the supplier where there is one (DPI reference 1.6). */
export function letterHeader(order: DepositOrder, type: 'digital' | 'utskrift', facts: LetterFacts): SbdHeader {
  const { letter, at } = order;
  return sbdHeader({
    messageId: order.depositId,
    conversationId: order.conversationId,
    type,
    process: type,
    from: signerOf(letter.sender),
    to: facts.provider,
    at,
    answerBefore: letter.expiresAt ?? new Date(at.getTime() + facts.timeToLiveMs),
  });
}

/** The public body that the letter is from, whoever signs for it. */
export function letterSender({ organisationNumber, unit, invoiceReference }: LetterSender): SbdSender {
  return {
    virksomhetsidentifikator: organisationIdentifier(organisationNumber),
    ...(unit === undefined ? {} : { avsenderidentifikator: unit }),
    ...(invoiceReference === undefined ? {} : { fakturaReferanse: invoiceReference }),
  };
}

export function fingerprint(digest: string): SbdFingerprint {
  return { digestMethod: 'http://www.w3.org/2001/04/xmlenc#sha256', digestValue: digest };
}
