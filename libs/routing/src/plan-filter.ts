import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import { isDigital, type ChannelId } from '#domain/channel-id.js';
import type { SkippedChannel } from '#domain/delivery-plan.js';
import { contentMisfit } from './content-fit.js';
import type { PlanChannel } from './routing-profile.js';
import type { RoutingQuestion } from './routing-rule.js';
import { usableMailbox } from './usable-mailbox.js';

export interface FilteredChannels {
  readonly kept: readonly ChannelId[];
  readonly skipped: readonly SkippedChannel[];
}

/**
 * Takes out of a rule's channels what this letter cannot use, each with its reason: the letter's own wishes
 * (`channels`, `digitalOnly`), channels that are switched off, recipients a channel does not serve, and content it does
 * not take.
 */
export function filterChannels(wanted: readonly PlanChannel[], question: RoutingQuestion): FilteredChannels {
  const kept: ChannelId[] = [];
  const skipped: SkippedChannel[] = [];
  for (const planned of wanted) {
    const { channel, rule } = examine(planned, question);
    if (rule !== undefined) skipped.push({ channel, rule });
    else if (!kept.includes(channel)) kept.push(channel);
  }
  return { kept, skipped };
}

function examine(planned: PlanChannel, question: RoutingQuestion): { channel: ChannelId; rule?: string } {
  const channel = planned === 'mailbox' ? mailboxChannel(question) : planned;
  if (channel === undefined) return { channel: 'mailbox', rule: 'NO_MAILBOX' };
  const rule = skipReason(channel, question);
  return rule === undefined ? { channel } : { channel, rule };
}

function mailboxChannel({ facts, context }: RoutingQuestion): ChannelId | undefined {
  if (facts.kind !== 'person') return undefined;
  const mailbox = usableMailbox(facts, context);
  return mailbox.usable ? mailbox.channel : undefined;
}

function skipReason(channel: ChannelId, question: RoutingQuestion): string | undefined {
  const { letter, context } = question;
  const { channels, digitalOnly } = letter.delivery;
  if (channels !== undefined && !channels.includes(channel)) return 'NOT_IN_LETTERS_CHANNELS';
  if (digitalOnly && !isDigital(channel)) return 'DIGITAL_ONLY';
  const capabilities = context.channels.find((candidate) => candidate.channel === channel);
  if (capabilities === undefined) return 'CHANNEL_NOT_ENABLED';
  if (!servesRecipient(capabilities, question)) return 'RECIPIENT_NOT_SERVED';
  return contentMisfit(letter, capabilities);
}

/** A mailbox serves a person only when it is that person's; forcing Digipost on an e-Boks user reaches nobody. */
function servesRecipient(capabilities: ChannelCapabilities, question: RoutingQuestion): boolean {
  if (!capabilities.recipients.includes(question.letter.recipient.kind)) return false;
  return capabilities.mailboxProviders.length === 0 || mailboxChannel(question) === capabilities.channel;
}
