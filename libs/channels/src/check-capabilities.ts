import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import { defect, permanent, type Failure } from '#domain/failure.js';
import type { DepositOrder, DepositTarget } from './deposit-order.js';

const RECIPIENT_OF: Readonly<Record<DepositTarget['kind'], ChannelCapabilities['recipients'][number]>> = {
  mailbox: 'person',
  person: 'person',
  organisation: 'organisation',
  postal: 'address',
};

/**
 * Pure: what in an order the channel has said that it cannot carry; undefined when it can. Adapters ask this before
 * anything is sent or read. Routing checks the same before it chooses a channel, so this is the second lock, for
 * capabilities that have changed while a letter waited. `prefix` begins the code, e.g. `ALTINN`.
 */
export function capabilityFailure(
  prefix: string,
  capabilities: ChannelCapabilities,
  order: DepositOrder,
): Failure | undefined {
  const { channel } = capabilities;
  const total = order.documents.reduce((sum, document) => sum + document.size, 0);
  if (order.documents.length === 0)
    return defect(`${prefix}_NO_DOCUMENTS`, `An order without documents was made for ${channel}.`);
  if (!isServed(capabilities, order.target)) {
    return defect(
      `${prefix}_WRONG_TARGET`,
      `${channel} does not address a ${order.target.kind} target; the plan is wrong.`,
    );
  }
  if (total > capabilities.maxTotalBytes) {
    return permanent(
      `${prefix}_TOO_LARGE`,
      `The documents are ${String(total)} bytes together; ${channel} takes at most ${String(capabilities.maxTotalBytes)}.`,
      'sender',
    );
  }
  if (order.documents.length > capabilities.maxDocuments) {
    return permanent(
      `${prefix}_TOO_MANY_DOCUMENTS`,
      `The letter has ${String(order.documents.length)} documents; ${channel} takes at most ${String(capabilities.maxDocuments)}.`,
      'sender',
    );
  }
  const refused = order.documents.find(
    (document) => !capabilities.mediaTypes.includes(document.mediaType.toLowerCase()),
  );
  if (refused === undefined) return undefined;
  return permanent(
    `${prefix}_MEDIA_TYPE_NOT_ALLOWED`,
    `${channel} does not take documents of type ${refused.mediaType}; send PDF, or name another channel.`,
    'sender',
  );
}

function isServed(capabilities: ChannelCapabilities, target: DepositTarget): boolean {
  // Paper is addressed by street whoever the recipient is.
  if (target.kind === 'postal') return capabilities.recipients.includes('address');
  return capabilities.recipients.includes(RECIPIENT_OF[target.kind]);
}
