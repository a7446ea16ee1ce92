import type { ChannelId } from '#domain/channel-id.js';

/**
 * How a kind of sender wants letters carried when the rules leave a choice (config/routing.yaml). `mailbox` stands for
 * whichever digital mailbox the person has.
 */
export interface RoutingProfile {
  /** ACTIVE_MAILBOX: state `mailbox, print`; municipal `mailbox, altinn, print`. */
  readonly activeMailbox: readonly PlanChannel[];
  /** NO_MAILBOX: state `print`; municipal `altinn, print` (the SvarUt way). */
  readonly noMailbox: readonly PlanChannel[];
  /** ORGANISATION_ACTIVE. */
  readonly organisation: readonly PlanChannel[];
  /** Unread in Altinn for this many working days leads to the next channel; absent: only a confirmed refusal does. */
  readonly personReadDeadlineWorkingDays?: number;
  readonly organisationReadDeadlineWorkingDays?: number;
}

/** A channel id, or the word `mailbox`. */
export type PlanChannel = ChannelId;
