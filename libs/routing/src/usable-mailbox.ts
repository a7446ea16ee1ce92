import type { ChannelId } from '#domain/channel-id.js';
import type { PersonFacts } from '#domain/recipient-facts.js';
import type { RoutingContext } from './routing-context.js';

export type MailboxAnswer =
  | { readonly usable: true; readonly channel: ChannelId }
  /** `because` is undefined when the person simply has none. */
  | { readonly usable: false; readonly because?: 'MAILBOX_PROVIDER_UNKNOWN' | 'MAILBOX_CERTIFICATE_NOT_VALID' };

/**
 * A mailbox can be used when KRR's status is AKTIV, it has an address, a channel of ours serves the provider and the
 * certificate to encrypt to is valid now (KRR reference 2; NAV's BRUKER_HAR_GYLDIG_SDP_ADRESSE).
 */
export function usableMailbox(facts: PersonFacts, context: RoutingContext): MailboxAnswer {
  const { status, mailbox } = facts.contact;
  if (status !== 'AKTIV' || mailbox === undefined || mailbox.address === '') return { usable: false };
  const channel = context.mailboxChannelOf(mailbox.providerOrganisation);
  if (channel === undefined) return { usable: false, because: 'MAILBOX_PROVIDER_UNKNOWN' };
  const validity = mailbox.certificateValidity;
  const valid = validity !== undefined && validity.from <= context.now && context.now < validity.to;
  return valid ? { usable: true, channel } : { usable: false, because: 'MAILBOX_CERTIFICATE_NOT_VALID' };
}
