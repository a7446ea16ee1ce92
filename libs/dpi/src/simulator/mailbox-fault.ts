import type { FaultSource } from '#channels/simulation/faults.js';
import { isNetworkFault, NETWORK_FAULTS, type AnswerFault } from '#channels/simulation/network-faults.js';
import type { SimulatedMailbox } from './simulated-mailboxes.js';

const ANSWER_FAULTS = NETWORK_FAULTS.filter((mode) => mode !== 'slow');

/**
 * The network's faults of one mailbox, at the only place where a sender meets its network: the access point's answer to
 * a message for it. The other mailbox goes on undisturbed, as it would not with the switch of `dpi`. A `slow` mailbox
 * shows in its receipts instead, for the access point does not wait for it.
 */
export function mailboxFault(faults: FaultSource, mailbox: SimulatedMailbox): AnswerFault | undefined {
  const mode = faults.next(mailbox.channel, ANSWER_FAULTS);
  return isNetworkFault(mode) && mode !== 'slow' ? mode : undefined;
}
