import type { MatchableReceipt, ReceiptEvent } from '#channels/provider-receipt.js';
import { readDeadlineOf, type PlanStep } from '#domain/delivery-plan.js';
import type { LetterState } from '#domain/letter-state.js';
import { transition } from '#domain/letter-transition.js';
import { addWorkingDays } from '#domain/working-days.js';
import type { DepositChange } from '#persistence/records/deposit-step.js';
import type { LetterForReceipt } from '#persistence/records/letter-for-receipt.js';
import type { LetterStep, StepEvent } from '#persistence/records/letter-step.js';
import { maskIdentifiers } from '#platform/mask-identifiers.js';

/**
 * What a channel's receipt does to its letter. Pure but for the given time and ids; the life cycle has the last word.
 *
 *  - A receipt may overtake the answer to our own deposit. While a dispatcher has the letter in its hands, that answer
 *    is on its way and knows more (what was renamed, the provider's id), so the receipt is left to be told again. When
 *    nobody has it, the answer was lost: the receipt proves that the channel has the letter, so `sent` is told first and
 *    the deposit is marked as accepted.
 *  - A letter that has gone on to another channel is not moved by what the former one says, except that it was opened:
 *    then the recipient has read it. The rest is recorded.
 *  - `failed` of a channel that had accepted the letter is confirmed. When the plan knows a way on, the letter becomes
 *    due at once and the dispatcher re-routes it; without one it ends. What is wrong with the letter itself (malware)
 *    is wrong everywhere: that ends it and leads to no other channel.
 */
export interface DecisionContext {
  readonly channel: string;
  /** By the domain clock. */
  readonly now: Date;
  readonly newId: () => string;
}

/** Undefined: the letter cannot take this receipt; it is kept beside the log. `early`: ask for it again. */
export function decideReceipt(
  receipt: MatchableReceipt,
  letter: LetterForReceipt,
  context: DecisionContext,
): LetterStep | 'early' | undefined {
  const { event } = receipt;
  if (event.type === 'failed' && event.details?.['blame'] !== 'sender' && hasWayOn(letter))
    return wayOn(event, letter, context);
  const overtook = hasOvertaken(event, letter);
  if (overtook && letter.isLeased) return 'early';
  const state = stateAfter(event, letter, overtook ? 'sent' : letter.state);
  if (state === undefined) return undefined;
  const sourceKey = `${context.channel}:${receipt.sourceId}`;
  const events: StepEvent[] = [{ ...toEvent(event, context), sourceKey }];
  if (overtook) {
    events.unshift({
      id: context.newId(),
      type: 'sent',
      at: event.at,
      channel: context.channel,
      sourceKey: `${sourceKey}:sent`,
    });
  }
  const deposit = depositChange(receipt, letter, overtook);
  return {
    id: letter.id,
    version: letter.version,
    state,
    attempts: overtook ? 0 : letter.attempts,
    events,
    ...timing(event, letter, state, overtook),
    ...(overtook ? { lastFailure: null } : {}),
    ...(deposit === undefined ? {} : { deposit }),
    releaseLease: 'keep',
  };
}

function stateAfter(event: ReceiptEvent, letter: LetterForReceipt, from: LetterState): LetterState | undefined {
  const result = transition(from, event.type);
  if (result.kind === 'refused') return undefined;
  return isCurrent(letter) || event.type === 'opened' ? result.to : letter.state;
}

/**
 * The letter is where this deposit brought it. A letter that was re-routed is `routed` again, and until its next deposit
 * is started the former one is still the latest.
 */
function isCurrent(letter: LetterForReceipt): boolean {
  const { deposit } = letter;
  if (!letter.isLatestDeposit || letter.state !== 'routed') return letter.isLatestDeposit;
  return deposit.step === letter.stepIndex && deposit.channel === currentStep(letter)?.channel;
}

function hasOvertaken(event: ReceiptEvent, letter: LetterForReceipt): boolean {
  const unanswered = letter.deposit.state === 'started' || letter.deposit.state === 'ambiguous';
  return isCurrent(letter) && letter.state === 'routed' && unanswered && event.type !== 'failed';
}

function toEvent(event: ReceiptEvent, { channel, newId }: DecisionContext): StepEvent {
  const { reason, details } = event;
  const blame = event.type === 'failed' ? { blame: 'channel', ...details } : details;
  return {
    id: newId(),
    type: event.type,
    at: event.at,
    channel,
    ...(reason === undefined ? {} : { reason: { code: reason.code, text: maskIdentifiers(reason.text) } }),
    ...(blame === undefined ? {} : { details: blame }),
  };
}

/** A delivery starts the read deadline where the plan has one; an end stops it; a note leaves it alone. */
function timing(
  event: ReceiptEvent,
  letter: LetterForReceipt,
  state: LetterState,
  overtook: boolean,
): Pick<LetterStep, 'dueAt' | 'readDeadlineAt'> {
  if (state === letter.state) return { dueAt: letter.dueAt ?? null };
  if (state !== 'delivered') return { dueAt: null, ...(overtook && state === 'sent' ? {} : { readDeadlineAt: null }) };
  const days = readDeadlineOf(currentStep(letter));
  const deadline = days === undefined ? null : addWorkingDays(event.at, days);
  return { dueAt: deadline, readDeadlineAt: deadline };
}

function depositChange(
  receipt: MatchableReceipt,
  letter: LetterForReceipt,
  overtook: boolean,
): DepositChange | undefined {
  const { id } = letter.deposit;
  if (receipt.event.type === 'failed') return { kind: 'change', id, state: 'refused' };
  if (!overtook) return undefined;
  const { reference } = receipt.match;
  const acceptedAt = receipt.event.at;
  return { kind: 'change', id, state: 'accepted', acceptedAt, ...(reference === undefined ? {} : { reference }) };
}

function currentStep(letter: LetterForReceipt): PlanStep | undefined {
  return letter.plan?.steps[letter.stepIndex];
}

function hasWayOn(letter: LetterForReceipt): boolean {
  if (!isCurrent(letter) || (letter.state !== 'sent' && letter.state !== 'routed')) return false;
  const leadsOn = currentStep(letter)?.next.some((trigger) => trigger.on === 'unreachable') ?? false;
  return leadsOn && letter.plan?.steps[letter.stepIndex + 1] !== undefined;
}

function wayOn(event: ReceiptEvent, letter: LetterForReceipt, { channel, now }: DecisionContext): LetterStep {
  const { code, text } = event.reason ?? {
    code: 'CHANNEL_FAILED',
    text: `${channel} reported that it could not deliver the letter.`,
  };
  return {
    id: letter.id,
    version: letter.version,
    state: letter.state,
    attempts: 0,
    dueAt: now,
    lastFailure: { kind: 'unreachable', code, text: maskIdentifiers(text) },
    deposit: { kind: 'change', id: letter.deposit.id, state: 'refused', nextPollAt: null },
    events: [],
    releaseLease: 'keep',
  };
}
