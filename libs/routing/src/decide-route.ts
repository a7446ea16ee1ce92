import { isDigital, PRINT_CHANNEL } from '#domain/channel-id.js';
import type { DeliveryPlan } from '#domain/delivery-plan.js';
import type { Letter } from '#domain/letter.js';
import type { RecipientFacts } from '#domain/recipient-facts.js';
import { addressMissingText } from './address-missing.js';
import { GENERAL_RULES } from './general-rules.js';
import { ORGANISATION_RULES } from './organisation-rules.js';
import { PERSON_RULES } from './person-rules.js';
import { filterChannels } from './plan-filter.js';
import { planSteps } from './plan-steps.js';
import { printAddress } from './print-address.js';
import type { RoutingContext } from './routing-context.js';
import type { RoutingQuestion, RoutingRule } from './routing-rule.js';
import { usableMailbox } from './usable-mailbox.js';

/**
 * Decides the channel for one letter: the first rule that applies names the channels, what cannot carry the letter
 * falls out, and what is left becomes the plan. Pure; total: every letter gets a plan that delivers, holds or fails,
 * with the rule, the reason and the evidence.
 */
export function decideRoute(letter: Letter, facts: RecipientFacts, context: RoutingContext): DeliveryPlan {
  const question: RoutingQuestion = { letter, facts, context };
  const rule = decidingRule(question);
  const wanted = rule.channels(question);
  const base = { rule: rule.id, reason: rule.reason, evidence: facts.evidence };
  if (letter.delivery.digitalOnly && !wanted.some(isDigital)) return digitalOnly(rule, base);
  const { kept, skipped } = filterChannels(wanted, question);
  const allSkipped = [...mailboxSkipped(question), ...skipped];
  if (kept.length === 0) return noChannelLeft(rule, { ...base, skipped: allSkipped });
  if (kept[0] === PRINT_CHANNEL && printAddress(letter, facts) === undefined) {
    return addressMissing(letter, { ...base, skipped: allSkipped });
  }
  return { ...base, outcome: 'deliver', steps: planSteps(kept, question), skipped: allSkipped };
}

type PlanBase = Pick<DeliveryPlan, 'rule' | 'reason' | 'evidence'>;

function decidingRule(question: RoutingQuestion): RoutingRule {
  const general = GENERAL_RULES.find((rule) => rule.applies(question));
  if (general) return general;
  const rules = rulesFor(question);
  const rule = rules.find((candidate) => candidate.applies(question));
  if (!rule) throw new Error('No routing rule applies. The last rule of each table must apply to everything.');
  return rule;
}

/** Each table only ever sees facts of its own kind; the switch is what makes the narrowing true. */
function rulesFor({ facts }: RoutingQuestion): readonly RoutingRule[] {
  switch (facts.kind) {
    case 'person':
      return PERSON_RULES;
    case 'organisation':
      return ORGANISATION_RULES;
    case 'address':
      return GENERAL_RULES;
  }
}

/** A mailbox that exists but cannot be used is part of the explanation. */
function mailboxSkipped({ facts, context }: RoutingQuestion): DeliveryPlan['skipped'] {
  if (facts.kind !== 'person') return [];
  const mailbox = usableMailbox(facts, context);
  return mailbox.usable || mailbox.because === undefined ? [] : [{ channel: 'mailbox', rule: mailbox.because }];
}

function digitalOnly(rule: RoutingRule, base: PlanBase): DeliveryPlan {
  return {
    ...base,
    outcome: 'fail',
    rule: 'DIGITAL_ONLY',
    reason: {
      nb: `Brevet skal bare sendes digitalt, men regelen ${rule.id} krever papir. ${rule.reason.nb}`,
      en: `The letter is to be sent digitally only, but the rule ${rule.id} leads to paper. ${rule.reason.en}`,
    },
    steps: [],
    skipped: [{ channel: PRINT_CHANNEL, rule: 'DIGITAL_ONLY' }],
    problem: {
      code: 'DIGITAL_ONLY',
      text: `The letter allows digital channels only, and ${rule.id} leads to paper. Send it again without digitalOnly.`,
      blame: 'recipient',
    },
  };
}

function noChannelLeft(rule: RoutingRule, base: PlanBase & Pick<DeliveryPlan, 'skipped'>): DeliveryPlan {
  const why = base.skipped.map(({ channel, rule: cause }) => `${channel} (${cause})`).join(', ');
  return {
    ...base,
    outcome: 'fail',
    rule: 'NO_CHANNEL_LEFT',
    reason: {
      nb: `Regelen ${rule.id} ga ingen kanal som kan ta brevet: ${why}.`,
      en: `The rule ${rule.id} left no channel that can take the letter: ${why}.`,
    },
    steps: [],
    problem: {
      code: 'NO_CHANNEL_LEFT',
      text: `No channel can take the letter: ${why}. Widen delivery.channels or change the documents, and send it again.`,
      blame: 'sender',
    },
  };
}

function addressMissing(letter: Letter, base: PlanBase & Pick<DeliveryPlan, 'skipped'>): DeliveryPlan {
  return {
    ...base,
    outcome: 'hold',
    steps: [],
    problem: { code: 'ADDRESS_MISSING', text: addressMissingText(letter), blame: 'recipient' },
  };
}
