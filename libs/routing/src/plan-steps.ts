import type { ChannelId } from '#domain/channel-id.js';
import type { PlanStep, StepTrigger } from '#domain/delivery-plan.js';
import type { RoutingQuestion } from './routing-rule.js';

/**
 * Turns channels into steps with what leads from each to the next: always a confirmed "unreachable", and "unread" after
 * the read deadline where the channel reports opening and a deadline applies (the letter's own before the profile's).
 */
export function planSteps(channels: readonly ChannelId[], question: RoutingQuestion): readonly PlanStep[] {
  return channels.map((channel, index) => ({
    channel,
    next: index === channels.length - 1 ? [] : triggers(channel, question),
  }));
}

function triggers(channel: ChannelId, question: RoutingQuestion): readonly StepTrigger[] {
  const days = readDeadline(channel, question);
  const unreachable: StepTrigger = { on: 'unreachable' };
  return days === undefined ? [unreachable] : [unreachable, { on: 'unread', after: `P${String(days)}D` }];
}

/** Only Altinn-like channels have a deadline: a mailbox letter is delivered in law when it is in the mailbox. */
function readDeadline(channel: ChannelId, { letter, facts, context }: RoutingQuestion): number | undefined {
  const capabilities = context.channels.find((candidate) => candidate.channel === channel);
  if (!capabilities?.reportsOpening || capabilities.mailboxProviders.length > 0) return undefined;
  if (letter.delivery.readDeadlineWorkingDays !== undefined) return letter.delivery.readDeadlineWorkingDays;
  const { profile } = context;
  return facts.kind === 'organisation'
    ? profile.organisationReadDeadlineWorkingDays
    : profile.personReadDeadlineWorkingDays;
}
