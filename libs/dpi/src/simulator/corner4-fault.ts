import type { FaultSource } from '#channels/simulation/faults.js';
import { isNetworkFault, NETWORK_FAULTS, type AnswerFault } from '#channels/simulation/network-faults.js';
import type { Corner4Party } from './corner4-party.js';

const ANSWER_FAULTS = NETWORK_FAULTS.filter((mode) => mode !== 'slow');

/**
 * The network's faults of one party, at the only place where a sender meets its network: the access point's answer to
 * a message for it. The others go on undisturbed, as they would not with the switch of `dpi`. A `slow` party
 * shows in its receipts instead, for the access point does not wait for it.
 */
export function corner4Fault(faults: FaultSource, { channel }: Pick<Corner4Party, 'channel'>): AnswerFault | undefined {
  const mode = faults.next(channel, ANSWER_FAULTS);
  return isNetworkFault(mode) && mode !== 'slow' ? mode : undefined;
}
