import { Inject, Injectable } from '@nestjs/common';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import { ProviderRegistry } from '#channels/provider.registry.js';
import type { Clock } from '#domain/clock.js';
import { defect, transient } from '#domain/failure.js';
import type { DepositRow } from '#persistence/records/deposit-row.js';
import { CLOCK } from '#platform/tokens.js';
import { ChannelGates } from './channel-gates.js';
import { queryOf } from './deposit-runner.js';
import type { LetterWork } from './letter-work.js';
import { scheduleBusy, scheduleRetry } from './retry-schedule.js';
import { delayed, nextChannel, postponed } from './work-changes.js';

/** A delivered letter is never held for want of an answer: the question is repeated at this pace for ever. */
const SLOWEST_ATTEMPT = 8;

/**
 * A delivered letter whose read deadline is over. The channel is asked once more, because the receipt of an opening may
 * be on its way; only a clear "not opened" leads to the next channel, for otherwise the recipient gets the letter twice.
 */
@Injectable()
export class ReadDeadlineHandler {
  constructor(
    @Inject(ProviderRegistry) private readonly providers: ProviderRegistry,
    @Inject(ChannelGates) private readonly gates: ChannelGates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async check(work: LetterWork, shutdown: AbortSignal): Promise<void> {
    const { readDeadlineAt } = work.claimed;
    const { deposit, nextStep } = work;
    const channel = deposit === undefined ? undefined : this.providers.channel(deposit.channel);
    if (readDeadlineAt === undefined || deposit === undefined || nextStep === undefined) {
      return work.apply({ events: [], dueAt: null, lease: 'release' });
    }
    if (readDeadlineAt > this.clock.now()) return work.apply(postponed(readDeadlineAt));
    if (channel === undefined) return this.notEnabled(work, deposit);
    const answer = await this.gates.call(channel, 0, shutdown, (signal) =>
      channel.port.status(queryOf(work.claimed, deposit), signal),
    );
    const now = this.clock.now();
    if (answer.kind === 'blocked') return work.apply(postponed(scheduleBusy(answer.waitMs, now, Math.random)));
    const { result } = answer;
    if (!result.ok || result.value.kind === 'unknown') {
      const failure = result.ok
        ? transient('DEPOSIT_NOT_FOUND', 'The channel does not know a letter that it has accepted.')
        : result.error;
      const retry = scheduleRetry(failure, Math.min(work.attempts, SLOWEST_ATTEMPT), now, Math.random);
      return work.apply(
        delayed(failure, retry.kind === 'hold' ? { kind: 'retry', attempts: 0, dueAt: now } : retry, now, {}),
      );
    }
    if (result.value.receipts.some(isOpening)) return work.apply(opened(deposit, now));
    await work.apply(
      nextChannel({
        from: deposit.channel,
        to: nextStep,
        stepIndex: work.stepIndex,
        why: { code: 'READ_DEADLINE_PASSED', text: 'The letter was not opened before its read deadline.' },
        at: now,
        before: [
          {
            type: 'read-deadline-passed',
            at: now,
            channel: deposit.channel,
            details: { deadline: readDeadlineAt.toISOString() },
          },
        ],
      }),
    );
  }

  /** Whether the letter was read cannot be asked, and on paper it might come a second time: it waits, then it is held. */
  private notEnabled(work: LetterWork, { channel }: DepositRow): Promise<void> {
    const text = `The letter is in ${channel}, which is not enabled in the channels file any more; enable it.`;
    const failure = defect('CHANNEL_NOT_ENABLED', text);
    const now = this.clock.now();
    return work.apply(delayed(failure, scheduleRetry(failure, work.attempts, now, Math.random), now, { channel }));
  }
}

function isOpening(receipt: ProviderReceipt): boolean {
  return receipt.kind === 'receipt' && receipt.event.type === 'opened';
}

/** The receipt itself is the receipts app's to record; it is asked to look now. */
function opened(deposit: DepositRow, now: Date): Parameters<LetterWork['apply']>[0] {
  return {
    events: [],
    dueAt: null,
    readDeadlineAt: null,
    deposit: { kind: 'change', id: deposit.id, state: deposit.state, nextPollAt: now },
    lease: 'release',
  };
}
