import type { DepositOrder } from '#channels/deposit-order.js';
import { fingerprint, letterHeader, letterSender, type LetterFacts } from './letter-parts.js';
import { noticesOf } from './notices.writer.js';
import type { DigitalBody, DigitalSbd } from './sbd.js';

export interface DigitalSbdFacts extends LetterFacts {
  readonly mailboxAddress: string;
}

/** The `digital` message of a letter: every field of the contract that DPI has a place for. */
export function digitalSbd(order: DepositOrder, facts: DigitalSbdFacts): DigitalSbd {
  return {
    standardBusinessDocument: {
      standardBusinessDocumentHeader: letterHeader(order, 'digital', facts),
      digital: digitalBody(order, facts),
    },
  };
}

function digitalBody(order: DepositOrder, facts: DigitalSbdFacts): DigitalBody {
  const { letter } = order;
  return {
    avsender: letterSender(letter.sender),
    mottaker: { postkasseadresse: facts.mailboxAddress },
    dokumentpakkefingeravtrykk: fingerprint(facts.digest),
    maskinportentoken: facts.token,
    sikkerhetsnivaa: letter.securityLevel,
    // In UTC: any offset is right, and this one needs no zone data at either end.
    ...(letter.availableFrom === undefined ? {} : { virkningstidspunkt: letter.availableFrom.toISOString() }),
    aapningskvittering: letter.openReceipt,
    ikkesensitivtittel: letter.title,
    spraak: letter.language,
    varsler: noticesOf(order),
  };
}
