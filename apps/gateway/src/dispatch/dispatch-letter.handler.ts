import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#domain/clock.js';
import { defect, transient } from '#domain/failure.js';
import { DispatchStore } from '#persistence/dispatch.store.js';
import { CLOCK } from '#platform/tokens.js';
import { isDatabaseAway } from '../database-away.js';
import { DepositRunner } from './deposit-runner.js';
import type { FactsResult } from './facts/facts-gatherer.js';
import type { OpenLetter } from './letter-opener.js';
import type { LetterWork } from './letter-work.js';
import { ReadDeadlineHandler } from './read-deadline.handler.js';
import { scheduleBusy, scheduleRetry } from './retry-schedule.js';
import { mayBeUnderWay, RoutePlanner } from './route-planner.js';
import { delayed, expired, leftInPeace, nextChannel, postponed } from './work-changes.js';

/** What the registers say, when it is needed; `late` when they take long, and the letter comes back for it. Never rejects. */
export type KnownFacts = Promise<FactsResult | 'late'>;

const LATE_FACTS_MS = 2_000;

/**
 * Takes a due letter one step on its way. The order of the questions is the promise: first what a channel may already
 * have (a started deposit), then whether it is too late, then the facts and the plan, then the call, each with its own commit, so
 * that a crash at any point leaves a row that says what to ask next.
 */
@Injectable()
export class DispatchLetterHandler {
  constructor(
    @Inject(DispatchStore) private readonly store: DispatchStore,
    @Inject(RoutePlanner) private readonly planner: RoutePlanner,
    @Inject(DepositRunner) private readonly deposits: DepositRunner,
    @Inject(ReadDeadlineHandler) private readonly readDeadlines: ReadDeadlineHandler,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws StaleLetter and defects only. */
  async handle(work: LetterWork, opened: OpenLetter, known: KnownFacts, shutdown: AbortSignal): Promise<void> {
    switch (work.state) {
      case 'received':
      case 'routed':
        return this.carry(work, opened, known, shutdown);
      case 'sent':
        return this.channelRefusedLater(work);
      case 'delivered':
        return this.readDeadlines.check(work, shutdown);
      default:
        return work.apply({ events: [], dueAt: null, lease: 'release' });
    }
  }

  /**
   * Handling broke off on one letter. A database that was away for a moment says nothing about the letter, so it comes
   * back soon and with the patience of an outage; all else is a defect: tried again slowly, then held.
   */
  async brokeOff(work: LetterWork, error: unknown): Promise<void> {
    const now = this.clock.now();
    const failure = isDatabaseAway(error)
      ? transient('DATABASE_UNAVAILABLE', 'The database did not take what was done for the letter; it is tried again.')
      : defect('DISPATCH_DEFECT', 'The gateway broke off while handling the letter; its log says where.');
    const retry = scheduleRetry(failure, work.attempts, now, Math.random);
    const { openDeposit: id } = work;
    const deposit = id === undefined ? {} : { deposit: { kind: 'change', id, state: 'ambiguous' } as const };
    await work.apply(delayed(failure, retry, now, deposit));
  }

  private async carry(work: LetterWork, opened: OpenLetter, known: KnownFacts, shutdown: AbortSignal): Promise<void> {
    const { resumeState, readDeadlineAt, expiresAt } = work.claimed;
    if (resumeState === 'sent' || resumeState === 'delivered') {
      // It was held after its delivery: a release puts it back, it never delivers again.
      return work.apply({ state: resumeState, events: [], dueAt: readDeadlineAt ?? null, lease: 'release' });
    }
    const { deposit } = work;
    if (deposit?.state === 'refused') return this.channelRefusedLater(work);
    if (deposit?.state === 'started' || deposit?.state === 'ambiguous') {
      if ((await this.deposits.resume(work, deposit, shutdown)) === 'done') return;
    }
    const now = this.clock.now();
    if (expiresAt !== undefined && expiresAt <= now) {
      const underWay = deposit !== undefined && mayBeUnderWay(work, deposit);
      return work.apply(underWay ? leftInPeace(deposit, opened.letter, now) : expired(now));
    }
    const facts = await known;
    if (facts === 'late') return work.apply(postponed(scheduleBusy(LATE_FACTS_MS, now, Math.random)));
    if (!facts.ok)
      return work.apply(delayed(facts.error, scheduleRetry(facts.error, work.attempts, now, Math.random), now, {}));

    const planned = await this.planner.plan(work, opened.letter, facts.value, deposit, now);
    if (planned.kind === 'stopped') return;
    const row = planned.deposit.id === deposit?.id ? deposit : await this.store.deposit(planned.deposit.id);
    if (row === undefined) throw new Error('A deposit that was committed is not there.');
    await this.deposits.deposit(work, opened, facts.value, row, shutdown);
  }

  /**
   * The channel took the letter and said afterwards, by a receipt, that it cannot serve the recipient: the receipts app
   * marks the deposit refused and makes the letter due. Without that mark nothing confirmed speaks for another channel.
   */
  private channelRefusedLater(work: LetterWork): Promise<void> {
    const { deposit, nextStep, stepIndex } = work;
    const at = this.clock.now();
    if (deposit?.state !== 'refused') return work.apply({ events: [], dueAt: null, lease: 'release' });
    const { lastFailure } = work.claimed;
    const why =
      lastFailure?.kind === 'unreachable'
        ? { code: lastFailure.code, text: lastFailure.text }
        : {
            code: 'CHANNEL_UNREACHABLE',
            text: `${deposit.channel} reported that it cannot deliver to the recipient.`,
          };
    return work.apply(nextChannel({ from: deposit.channel, to: nextStep, stepIndex, why, at, refused: deposit }));
  }
}
