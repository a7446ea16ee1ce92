import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { ProviderRegistry } from '#channels/provider.registry.js';
import { PRINT_CHANNEL } from '#domain/channel-id.js';
import type { DeliveryPlan } from '#domain/delivery-plan.js';
import type { Letter } from '#domain/letter.js';
import type { RecipientFacts } from '#domain/recipient-facts.js';
import type { DepositRow } from '#persistence/records/deposit-row.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { decideRoute } from '#routing/decide-route.js';
import { ROUTING_PROFILES } from '../routing/routing-profiles.token.js';
import type { RoutingProfiles } from '../routing/read-routing-file.js';
import type { LetterWork } from './letter-work.js';
import { leftInPeace, planned, planStopped, ROUTE_CHANGED } from './work-changes.js';

/** The evidence of a plan that still leads to the same steps is renewed when it is older than this. */
const EVIDENCE_HOLDS_MS = 60_000;

/** `stopped`: the letter is held, failed or waits for its time, and has been let go of. */
export type PlannedDeposit =
  { readonly kind: 'deposit'; readonly deposit: NewDepositIds } | { readonly kind: 'stopped' };
type NewDepositIds = Pick<DepositRow, 'id' | 'channel'>;

/** Sees to it that a letter has a plan that still holds, and that the hand-over it leads to is committed before the call. */
@Injectable()
export class RoutePlanner {
  constructor(
    @Inject(ProviderRegistry) private readonly providers: ProviderRegistry,
    @Inject(SenderDirectory) private readonly senders: SenderDirectory,
    @Inject(ROUTING_PROFILES) private readonly profiles: RoutingProfiles,
  ) {}

  decide(letter: Letter, facts: RecipientFacts, now: Date): DeliveryPlan {
    return decideRoute(letter, facts, {
      now,
      profile: this.profiles[this.senders.profileOf(letter.sender.organisationNumber) ?? 'state'],
      channels: this.providers.capabilities(),
      mailboxChannelOf: (organisation) => this.providers.mailboxChannelOf(organisation),
    });
  }

  /**
   * One commit: the plan (when it is new), its event, and the deposit `started`. `mayStay` is the deposit that a retry
   * goes on with when the plan still leads to its channel.
   */
  async plan(
    work: LetterWork,
    letter: Letter,
    facts: RecipientFacts,
    mayStay: DepositRow | undefined,
    now: Date,
  ): Promise<PlannedDeposit> {
    const plan = this.planFor(work, letter, facts, now);
    if (mayStay !== undefined && leavesChannel(plan, work, mayStay) && mayBeUnderWay(work, mayStay)) {
      await work.apply(leftInPeace(mayStay, letter, now));
      return { kind: 'stopped' };
    }
    if (plan.outcome !== 'deliver') {
      await work.apply(withClosed(planStopped(plan, now), mayStay));
      return { kind: 'stopped' };
    }
    const isNew = plan !== work.plan;
    const stepIndex = isNew ? 0 : work.stepIndex;
    const channel = plan.steps[stepIndex]?.channel;
    if (channel === undefined) throw new Error('The plan has no step where the letter stands.');
    const events =
      isNew && !sameSteps(plan, work.plan) ? [planned(plan, now, work.state === 'received' ? 'first' : 'again')] : [];
    const change = { events, ...(isNew ? { plan, stepIndex } : {}) };

    if (channel === PRINT_CHANNEL && letter.availableFrom !== undefined && letter.availableFrom > now) {
      await work.apply(withClosed({ ...change, attempts: 0, dueAt: letter.availableFrom, lease: 'release' }, mayStay));
      return { kind: 'stopped' };
    }
    if (mayStay?.channel === channel) {
      if (isNew) await work.apply({ ...change, dueAt: work.claimed.dueAt, lease: 'keep' });
      return { kind: 'deposit', deposit: mayStay };
    }
    const deposit = { id: randomUUID(), channel };
    // A deposit that is left behind was certainly not taken (status said so), so its row may stay as it is.
    await work.apply({
      ...change,
      dueAt: work.claimed.dueAt,
      deposit: { kind: 'new', ...deposit, step: stepIndex, startedAt: now },
      lease: 'keep',
    });
    return { kind: 'deposit', deposit };
  }

  /** From the second step on the plan is history that led here; only the first step is decided by the facts of each try. */
  private planFor(work: LetterWork, letter: Letter, facts: RecipientFacts, now: Date): DeliveryPlan {
    const standing = work.plan;
    if (standing === undefined || standing.outcome !== 'deliver') return this.decide(letter, facts, now);
    if (work.stepIndex > 0) return standing;
    const fresh = this.decide(letter, facts, now);
    return sameSteps(fresh, standing) && !isOld(standing, now) ? standing : fresh;
  }
}

function leavesChannel(plan: DeliveryPlan, work: LetterWork, deposit: DepositRow): boolean {
  const stepIndex = plan === work.plan ? work.stepIndex : 0;
  return plan.outcome !== 'deliver' || plan.steps[stepIndex]?.channel !== deposit.channel;
}

/**
 * `status()` has just said that the deposit is not there, but a call whose answer was lost may still be on its way, and
 * on another channel the letter would then arrive twice. So before it goes elsewhere, or ends, nothing is called for a
 * while, and then the channel is asked again (`leftInPeace`).
 */
export function mayBeUnderWay({ claimed }: LetterWork, deposit: DepositRow | undefined): boolean {
  return deposit?.state === 'ambiguous' && claimed.lastFailure?.code !== ROUTE_CHANGED;
}

function isOld(plan: DeliveryPlan, now: Date): boolean {
  const latest = Math.max(...plan.evidence.map(({ at }) => Date.parse(at)));
  return Number.isFinite(latest) && now.getTime() - latest > EVIDENCE_HOLDS_MS;
}

/** Not as text: the standing plan comes from the database, which keeps the keys of its JSON in an order of its own. */
function sameSteps(plan: DeliveryPlan, other: DeliveryPlan | undefined): boolean {
  const asStored: unknown = JSON.parse(JSON.stringify(plan.steps));
  return plan.rule === other?.rule && isDeepStrictEqual(asStored, other.steps);
}

function withClosed<Change extends object>(change: Change, deposit: DepositRow | undefined): Change {
  return deposit === undefined ? change : { ...change, deposit: { kind: 'change', id: deposit.id, state: 'closed' } };
}
