import type { DepositTarget } from '#channels/deposit-order.js';
import { PRINT_CHANNEL } from '#domain/channel-id.js';
import type { PrintServiceFacts } from '#channels/registers.port.js';
import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import { unreachable, type UnreachableFailure } from '#domain/failure.js';
import type { Letter } from '#domain/letter.js';
import type { RecipientFacts } from '#domain/recipient-facts.js';
import { err, ok, type Result } from '#domain/result.js';
import { addressMissingText } from '#routing/address-missing.js';
import { printAddress } from '#routing/print-address.js';

export const ADDRESS_MISSING = 'ADDRESS_MISSING';

/**
 * Who the letter is to, in the form the channel addresses: mailboxes by the person's address there, print by a postal
 * address, everything else by the identifier that the recipient has now. Looked up facts may have changed since the plan
 * was made; then the channel is confirmed unable and the next step is taken. `printService` is given where the channel
 * needs it.
 */
export function depositTarget(
  letter: Letter,
  facts: RecipientFacts,
  channel: ChannelCapabilities,
  printService?: PrintServiceFacts,
): Result<DepositTarget, UnreachableFailure> {
  if (channel.channel === PRINT_CHANNEL) {
    const address = printAddress(letter, facts);
    return address === undefined
      ? err(unreachable(ADDRESS_MISSING, addressMissingText(letter)))
      : ok({ kind: 'postal', address, ...(printService === undefined ? {} : { printService }) });
  }
  if (channel.mailboxProviders.length > 0) {
    const mailbox = facts.kind === 'person' ? facts.contact.mailbox : undefined;
    return mailbox !== undefined && channel.mailboxProviders.includes(mailbox.providerOrganisation)
      ? ok({ kind: 'mailbox', mailbox })
      : err(unreachable('MAILBOX_GONE', 'The recipient no longer has a mailbox at this provider.'));
  }
  const { recipient } = letter;
  switch (recipient.kind) {
    case 'person': {
      const current = facts.kind === 'person' ? facts.population.currentIdentifier : undefined;
      return ok({ kind: 'person', personIdentifier: current ?? recipient.personIdentifier });
    }
    case 'organisation':
      return ok({ kind: 'organisation', organisationNumber: recipient.organisationNumber });
    case 'address':
      return err(unreachable('RECIPIENT_NOT_SERVED', 'This channel cannot be addressed by a postal address.'));
  }
}
