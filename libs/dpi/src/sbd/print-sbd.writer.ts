import type { DepositOrder } from '#channels/deposit-order.js';
import type { PrintWishes } from '#domain/letter.js';
import type { PostalAddress } from '#domain/postal-address.js';
import { fingerprint, letterHeader, letterSender, type LetterFacts } from './letter-parts.js';
import { printAddress } from './print-address.js';
import type { PrintBody, PrintSbd } from './sbd.js';

/** Both addresses must be without a `printAddressProblem`. */
export interface PrintSbdFacts extends LetterFacts {
  readonly address: PostalAddress;
  readonly returnAddress: PostalAddress;
}

const COLOURS: Readonly<Record<PrintWishes['colour'], PrintBody['utskriftstype']>> = {
  'black-and-white': 'SORT_HVIT',
  colour: 'FARGE',
};
const RETURNS: Readonly<Record<PrintWishes['undeliverable'], PrintBody['retur']['returposthaandtering']>> = {
  return: 'DIREKTE_RETUR',
  shred: 'MAKULERING_MED_MELDING',
};

/**
 * The `utskrift` message of a letter. What the contract has and DPI print has no place for: duplex (the print service
 * decides), title, security level and notices (there is no mailbox), availableFrom (printed when it comes).
 */
export function printSbd(order: DepositOrder, facts: PrintSbdFacts): PrintSbd {
  return {
    standardBusinessDocument: {
      standardBusinessDocumentHeader: letterHeader(order, 'utskrift', facts),
      utskrift: printBody(order, facts),
    },
  };
}

function printBody({ letter }: DepositOrder, facts: PrintSbdFacts): PrintBody {
  const { colour, postage, undeliverable } = letter.print;
  return {
    avsender: letterSender(letter.sender),
    mottaker: printAddress(facts.address),
    dokumentpakkefingeravtrykk: fingerprint(facts.digest),
    maskinportentoken: facts.token,
    utskriftstype: COLOURS[colour],
    posttype: postage,
    retur: { mottaker: printAddress(facts.returnAddress), returposthaandtering: RETURNS[undeliverable] },
  };
}
