import type { Letter } from '#domain/letter.js';
import type { RecipientFacts } from '#domain/recipient-facts.js';
import type { RoutingContext } from './routing-context.js';
import type { PlanChannel } from './routing-profile.js';

/**
 * A rule is data and two pure functions: when it applies and which channels it leads to, best first. The first rule
 * that applies decides; channels that cannot carry the letter fall out afterwards (plan-filter.ts).
 */
export interface RoutingRule<Facts extends RecipientFacts = RecipientFacts> {
  readonly id: string;
  /** One sentence for the receipt, the preview and the console. */
  readonly reason: { readonly nb: string; readonly en: string };
  /** Law, specification or peer that the rule comes from. */
  readonly source: string;
  applies(question: RoutingQuestion<Facts>): boolean;
  channels(question: RoutingQuestion<Facts>): readonly PlanChannel[];
}

export interface RoutingQuestion<Facts extends RecipientFacts = RecipientFacts> {
  readonly letter: Letter;
  readonly facts: Facts;
  readonly context: RoutingContext;
}
