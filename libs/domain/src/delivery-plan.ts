import type { ChannelId } from './channel-id.js';
import type { Blame } from './failure.js';
import type { Evidence, Reason } from './letter-event.js';

/**
 * What the gateway decided for a letter and why. Steps are tried in order; each says what leads to the next. No
 * identifiers, names or streets: the plan is stored, sent in the `routed` receipt and shown in the console.
 */
export interface DeliveryPlan {
  /** `deliver` has at least one step, the others none. */
  readonly outcome: 'deliver' | 'hold' | 'fail';
  /** Id of the rule that decided, e.g. ACTIVE_MAILBOX. */
  readonly rule: string;
  /** The rule's sentence in both languages. */
  readonly reason: { readonly nb: string; readonly en: string };
  readonly steps: readonly PlanStep[];
  readonly evidence: readonly Evidence[];
  /** Channels that were considered and why they fell out, e.g. CONTENT_TOO_LARGE_FOR_MAILBOX. */
  readonly skipped: readonly SkippedChannel[];
  /** Set when `outcome` is `hold` or `fail`: what is wrong (ADDRESS_MISSING, NO_CHANNEL_LEFT …) and who must act. */
  readonly problem?: Reason & { readonly blame: Blame };
}

export interface PlanStep {
  readonly channel: ChannelId;
  /** What leads to the next step; empty for the last. */
  readonly next: readonly StepTrigger[];
}

export interface StepTrigger {
  /** `unreachable` and `unread` are the only ways on: never a time-out (design 5). */
  readonly on: 'unreachable' | 'unread' | 'returned';
  /** ISO 8601 duration in working days, e.g. `P2D`, for `unread`. */
  readonly after?: string;
}

/** Working days after which an unread letter goes on; undefined when the step waits for as long as it takes. */
export function readDeadlineOf(step: PlanStep | undefined): number | undefined {
  const after = step?.next.find((trigger) => trigger.on === 'unread')?.after;
  const days = /^P(\d+)D$/.exec(after ?? '')?.[1];
  return days === undefined ? undefined : Number(days);
}

export interface SkippedChannel {
  readonly channel: ChannelId;
  readonly rule: string;
}
