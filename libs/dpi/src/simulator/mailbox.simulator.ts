import type { SimulationContext, Simulator } from '#channels/simulation/simulator.js';
import { AccessPointState } from './access-point.state.js';
import { ReceiptIssuer } from './receipt-issuer.js';
import { SIMULATED_MAILBOXES, type SimulatedMailbox } from './simulated-mailboxes.js';

/**
 * The citizen's side of one mailbox. Letters come in through the access point's simulator, which is hosted once for all
 * mailboxes, so this one has no routes of its own.
 */
export function mailboxSimulator(context: SimulationContext, channel: SimulatedMailbox['channel']): Simulator {
  const mailbox = SIMULATED_MAILBOXES.find((one) => one.channel === channel);
  if (mailbox === undefined) throw new Error(`There is no simulated mailbox ${channel}.`);
  const state = new AccessPointState(context.world);
  const issuer = new ReceiptIssuer(context, state, mailbox);
  return {
    routes: [],
    open: async (deliveryId) => {
      const message = state.messages.get(deliveryId);
      if (message?.delivered !== true || message.provider !== mailbox.organisationNumber) return false;
      if (message.visibleFrom !== undefined && new Date(message.visibleFrom) > context.clock.now()) return false;
      // As the real ones: told once, and only when the sender has ordered it.
      if (message.openReceipt && message.opened !== true) {
        await issuer.issue(message, 'aapningskvittering');
        await state.messages.put(message.id, { ...message, opened: true });
      }
      return true;
    },
  };
}
