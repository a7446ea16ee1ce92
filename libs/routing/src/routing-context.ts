import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import type { MailboxChannelOf } from '#domain/recipient-facts.js';
import type { RoutingProfile } from './routing-profile.js';

/** What routing knows beside the letter and the facts. */
export interface RoutingContext {
  readonly now: Date;
  readonly profile: RoutingProfile;
  /** Capabilities of the channels that are enabled. */
  readonly channels: readonly ChannelCapabilities[];
  readonly mailboxChannelOf: MailboxChannelOf;
}
