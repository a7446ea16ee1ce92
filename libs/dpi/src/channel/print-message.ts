import { defect, permanent, type Failure } from '#domain/failure.js';
import { err, ok } from '#domain/result.js';
import { PRINT_ADDRESS_PROBLEMS, printAddressProblem } from '../sbd/print-address.js';
import { printSbd } from '../sbd/print-sbd.writer.js';
import type { DpiMessage } from './dpi-message.js';

/**
 * `utskrift`: on paper, by the national print service. Who that is, and its certificate, are KRR's printSertifikat
 * (DPI reference 1.1), which the app looks up for each deposit. The receipts are believed from the configured provider
 * only, so an answer of KRR that names another one stops the letter: its receipts would be set aside.
 */
export const PRINT_MESSAGE: DpiMessage = {
  needs: 'print-service',
  recipient: 'the print service',
  address: (order, provider) => {
    const { target, letter, sender } = order;
    if (target.kind !== 'postal')
      return err(defect('WRONG_TARGET', 'The print service delivers to postal addresses only.'));
    const { address, printService } = target;
    if (printService === undefined) return err(NOT_LOOKED_UP);
    if (printService.organisationNumber !== provider)
      return err(anotherProvider(printService.organisationNumber, provider));
    const returnAddress = letter.print.returnAddress ?? sender.returnAddress;
    if (returnAddress === undefined) return err(NO_RETURN_ADDRESS);
    const problem = printAddressProblem(address);
    if (problem !== undefined) return err(unusableAddress(PRINT_ADDRESS_PROBLEMS[problem]));
    const returnProblem = printAddressProblem(returnAddress);
    if (returnProblem !== undefined) return err(unusableReturnAddress(PRINT_ADDRESS_PROBLEMS[returnProblem]));
    return ok({
      certificate: printService.certificate,
      sbd: (sealed) => printSbd(order, { ...sealed, provider, address, returnAddress }),
    });
  },
};

const NOT_LOOKED_UP = defect(
  'PRINT_SERVICE_NOT_LOOKED_UP',
  'The order came without the print service of the contact register; report it.',
);

/** `retur` is required in the message, and guessing where a stranger's mail goes back to is nobody's to do. */
const NO_RETURN_ADDRESS = permanent(
  'PRINT_RETURN_ADDRESS_MISSING',
  "Print needs a return address. Put print.returnAddress into the letter, or returnAddress into the sender's entry of SENDERS_FILE, and send a new letter.",
  'sender',
);

function anotherProvider(found: string, configured: string): Failure {
  return defect(
    'PRINT_PROVIDER_DIFFERS',
    `The contact register names ${found} as the print service, PRINT_PROVIDER_ORGANISATION is ${configured}. Ask Digdir which is right, then set PRINT_PROVIDER_ORGANISATION; the letter waits.`,
  );
}

function unusableAddress(problem: string): Failure {
  return permanent(
    'PRINT_ADDRESS_UNUSABLE',
    `The postal address does not fit DPI print: ${problem}. Correct it at its source, or give print.address, and send a new letter.`,
    'sender',
  );
}

function unusableReturnAddress(problem: string): Failure {
  return permanent(
    'PRINT_RETURN_ADDRESS_UNUSABLE',
    `The return address does not fit DPI print: ${problem}. Correct print.returnAddress or the sender's entry of SENDERS_FILE, and send a new letter.`,
    'sender',
  );
}
