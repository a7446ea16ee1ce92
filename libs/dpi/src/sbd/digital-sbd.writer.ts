import type { DepositOrder } from '#channels/deposit-order.js';
import { signerOf } from '#domain/letter.js';
import type { DigitalBody, DigitalSbd, SbdNotices } from './sbd.js';
import { organisationIdentifier, sbdHeader } from './sbd-header.js';

/** What the message has that is not in the order. */
export interface DigitalSbdFacts {
  /** Organisation number of the mailbox provider. */
  readonly provider: string;
  readonly mailboxAddress: string;
  /** Base64 SHA-256 of the CMS bytes. */
  readonly digest: string;
  /** The access token the message is posted with; the two must be the same bytes. */
  readonly token: string;
  readonly timeToLiveMs: number;
}

/** The `digital` message of a letter: every field of the contract that DPI has a place for. */
export function digitalSbd(order: DepositOrder, facts: DigitalSbdFacts): DigitalSbd {
  const { letter } = order;
  return {
    standardBusinessDocument: {
      standardBusinessDocumentHeader: sbdHeader({
        messageId: order.depositId,
        conversationId: order.conversationId,
        type: 'digital',
        process: 'digital',
        from: signerOf(letter.sender),
        to: facts.provider,
        at: order.at,
        answerBefore: letter.expiresAt ?? new Date(order.at.getTime() + facts.timeToLiveMs),
      }),
      digital: digitalBody(order, facts),
    },
  };
}

function digitalBody(order: DepositOrder, facts: DigitalSbdFacts): DigitalBody {
  const { letter } = order;
  const { sender } = letter;
  return {
    avsender: {
      virksomhetsidentifikator: organisationIdentifier(sender.organisationNumber),
      ...(sender.unit === undefined ? {} : { avsenderidentifikator: sender.unit }),
      ...(sender.invoiceReference === undefined ? {} : { fakturaReferanse: sender.invoiceReference }),
    },
    mottaker: { postkasseadresse: facts.mailboxAddress },
    dokumentpakkefingeravtrykk: { digestMethod: 'http://www.w3.org/2001/04/xmlenc#sha256', digestValue: facts.digest },
    maskinportentoken: facts.token,
    sikkerhetsnivaa: letter.securityLevel,
    ...(letter.availableFrom === undefined ? {} : { virkningstidspunkt: letter.availableFrom.toISOString() }),
    aapningskvittering: letter.openReceipt,
    ikkesensitivtittel: letter.title,
    spraak: letter.language,
    varsler: notices(order),
  };
}

/** A notice needs both: the sender's text and a contact point that may be used; without either, `{}` as the peers send. */
function notices({ letter: { notification }, notifiable }: DepositOrder): SbdNotices {
  const { email, sms } = notification;
  return {
    ...(email === undefined || notifiable.email === undefined
      ? {}
      : {
          epostvarsel: {
            epostadresse: notifiable.email.value,
            varslingstekst: email.text,
            repetisjoner: email.repeatAfterDays,
          },
        }),
    ...(sms === undefined || notifiable.mobile === undefined
      ? {}
      : {
          smsvarsel: {
            mobiltelefonnummer: notifiable.mobile.value,
            varslingstekst: sms.text,
            repetisjoner: sms.repeatAfterDays,
          },
        }),
  };
}
