import type { SimulatorFactory } from '#channels/simulation/simulator.js';
import { mailboxSimulator } from '#dpi/simulator/mailbox.simulator.js';

/** Digipost's mailbox; letters reach it through the access point, which #dpi/access-point.simulator.js plays. */
export const createSimulator: SimulatorFactory = (context) => mailboxSimulator(context, 'digipost');
