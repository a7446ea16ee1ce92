import type { DepositAccepted } from '#channels/channel.port.js';
import type { ChannelId } from '#domain/channel-id.js';
import type { DeliveryPlan, PlanStep } from '#domain/delivery-plan.js';
import type { Failure, PermanentFailure } from '#domain/failure.js';
import type { Letter } from '#domain/letter.js';
import type { LetterEvent, Reason } from '#domain/letter-event.js';
import type { DepositRow } from '#persistence/records/deposit-row.js';
import type { DepositStep } from '#persistence/records/deposit-step.js';
import type { StepFailure } from '#persistence/records/letter-step.js';
import type { WorkChange } from './letter-work.js';
import type { Retry } from './retry-schedule.js';

/**
 * The commits of the dispatcher, pure: what happened in, row change and events out. Only confirmed failures end a letter
 * or lead it to another channel; everything else comes back by `dueAt`.
 */
export function expired(at: Date): WorkChange {
  const reason = { code: 'EXPIRED', text: 'The letter was not handed to a channel before its expiresAt.' };
  return { events: [{ type: 'expired', at, reason }], dueAt: null, lease: 'release' };
}

/** The plan says that the letter waits for an operator, or that no channel can take it. */
export function planStopped(plan: DeliveryPlan, at: Date): WorkChange {
  const { code, text, blame } = plan.problem ?? { code: plan.rule, text: plan.reason.en, blame: 'gateway' as const };
  const event: LetterEvent = {
    type: plan.outcome === 'hold' ? 'held' : 'failed',
    at,
    reason: { code, text },
    rule: plan.rule,
    evidence: plan.evidence,
    details: { blame, explanation: plan.reason, skipped: plan.skipped },
  };
  return { events: [event], plan, stepIndex: 0, attempts: 0, dueAt: null, lastFailure: null, lease: 'release' };
}

/** A plan that delivers; `first` for the letter's first, `again` when another was made before. */
export function planned(plan: DeliveryPlan, at: Date, kind: 'first' | 'again'): LetterEvent {
  return {
    type: kind === 'first' ? 'routed' : 'rerouted',
    at,
    ...(plan.steps[0] === undefined ? {} : { channel: plan.steps[0].channel }),
    rule: plan.rule,
    reason: { code: plan.rule, text: plan.reason.en },
    evidence: plan.evidence,
    details: { explanation: plan.reason, steps: plan.steps, skipped: plan.skipped },
  };
}

export function sent(deposit: DepositRow, accepted: DepositAccepted, nextPollAt: Date | undefined): WorkChange {
  const { reference, acceptedAt, details } = accepted;
  return {
    events: [{ type: 'sent', at: acceptedAt, channel: deposit.channel, ...(details === undefined ? {} : { details }) }],
    attempts: 0,
    dueAt: null,
    lastFailure: null,
    deposit: {
      kind: 'change',
      id: deposit.id,
      state: 'accepted',
      reference,
      acceptedAt,
      ...(nextPollAt === undefined ? {} : { nextPollAt }),
    },
    lease: 'release',
  };
}

/** Confirmed: this channel cannot serve the recipient. On to the plan's next step, or the end. */
export function nextChannel({ from, to, stepIndex, why, at, refused, before = [] }: NextChannel): WorkChange {
  const deposit =
    refused === undefined ? {} : { deposit: { kind: 'change', id: refused.id, state: 'refused' } as const };
  if (to === undefined) {
    const reason = { code: 'NO_CHANNEL_LEFT', text: `${why.text} The plan has no further channel.` };
    const end: LetterEvent = {
      type: 'failed',
      at,
      channel: from,
      reason,
      details: { blame: 'recipient', cause: why.code },
    };
    return { events: [...before, end], dueAt: null, readDeadlineAt: null, ...deposit, lease: 'release' };
  }
  const rerouted: LetterEvent = {
    type: 'rerouted',
    at,
    channel: to.channel,
    reason: why,
    details: { from, to: to.channel },
  };
  return {
    events: [...before, rerouted],
    stepIndex: stepIndex + 1,
    attempts: 0,
    dueAt: at,
    lastFailure: null,
    readDeadlineAt: null,
    ...deposit,
    lease: 'release',
  };
}

export interface NextChannel {
  readonly from: ChannelId;
  /** Undefined: the plan has no further channel. */
  readonly to: PlanStep | undefined;
  /** Of `from`. */
  readonly stepIndex: number;
  readonly why: Reason;
  readonly at: Date;
  /** The deposit that the channel refused; absent when it stands (unread) or never was. */
  readonly refused?: DepositRow;
  /** Events that come first. */
  readonly before?: readonly LetterEvent[];
}

export function failed(channel: ChannelId, failure: PermanentFailure, deposit: DepositRow, at: Date): WorkChange {
  return {
    events: [
      {
        type: 'failed',
        at,
        channel,
        reason: { code: failure.code, text: failure.text },
        details: { blame: failure.blame },
      },
    ],
    dueAt: null,
    lastFailure: toStepFailure(failure),
    deposit: { kind: 'change', id: deposit.id, state: 'refused', nextPollAt: null },
    lease: 'release',
  };
}

/** Tried again later, or held when the budget is used up. */
export function delayed(
  failure: Failure,
  retry: Retry,
  at: Date,
  where: { channel?: ChannelId; deposit?: DepositStep },
): WorkChange {
  const common = {
    lastFailure: toStepFailure(failure),
    ...(where.deposit === undefined ? {} : { deposit: where.deposit }),
    lease: 'release' as const,
  };
  if (retry.kind === 'retry') return { ...common, events: [], attempts: retry.attempts, dueAt: retry.dueAt };
  const text = `Trying again has not helped; an operator must look. Last: ${failure.text}`;
  const held: LetterEvent = {
    type: 'held',
    at,
    ...(where.channel === undefined ? {} : { channel: where.channel }),
    reason: { code: 'RETRIES_USED_UP', text },
    details: { blame: failure.kind === 'defect' ? 'gateway' : 'channel', cause: failure.code },
  };
  return { ...common, events: [held], attempts: 0, dueAt: null };
}

export const ROUTE_CHANGED = 'ROUTE_CHANGED';
/** Beside what a slow line needs for the documents: longer than any call that was begun may take. */
const PEACE_MS = 5 * 60_000;
const SLOWEST_BYTES_PER_MS = 1_000;

/**
 * The letter is to go elsewhere, or to end, but the last call to the channel was never answered. Nothing is called until
 * it must have ended; the failure that is kept says so to the next claim.
 */
export function leftInPeace({ id }: DepositRow, { documents }: Letter, now: Date): WorkChange {
  const text = 'The letter is to go elsewhere or has expired; it is asked once more whether it has arrived.';
  const bytes = documents.reduce((sum, { size }) => sum + size, 0);
  return {
    events: [],
    dueAt: new Date(now.getTime() + PEACE_MS + bytes / SLOWEST_BYTES_PER_MS),
    lastFailure: { kind: 'ambiguous', code: ROUTE_CHANGED, text },
    deposit: { kind: 'change', id, state: 'ambiguous' },
    lease: 'release',
  };
}

/** The letter must go on paper and has no address: an operator can give one, or cancel it. */
export function heldWithoutAddress({ id, channel }: DepositRow, { code, text }: Reason, at: Date): WorkChange {
  const held: LetterEvent = { type: 'held', at, channel, reason: { code, text }, details: { blame: 'recipient' } };
  return {
    events: [held],
    attempts: 0,
    dueAt: null,
    lastFailure: null,
    deposit: { kind: 'change', id, state: 'closed' },
    lease: 'release',
  };
}

/** Not an attempt: the channel was full or is being left alone for a moment. */
export function postponed(dueAt: Date): WorkChange {
  return { events: [], dueAt, postponed: true, lease: 'release' };
}

function toStepFailure({ code, kind, text }: Failure): StepFailure {
  return { code, kind, text };
}
