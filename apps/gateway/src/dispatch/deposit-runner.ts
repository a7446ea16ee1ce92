import { Inject, Injectable } from '@nestjs/common';
import type { DepositQuery } from '#channels/channel.port.js';
import { ProviderRegistry } from '#channels/provider.registry.js';
import type { RegisteredChannel } from '#channels/provider-index.js';
import type { PrintServiceFacts } from '#channels/registers.port.js';
import { assertNever } from '#domain/assert-never.js';
import type { Clock } from '#domain/clock.js';
import { defect, type Failure, type UnreachableFailure } from '#domain/failure.js';
import type { RecipientFacts } from '#domain/recipient-facts.js';
import { ok, type Result } from '#domain/result.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import type { DepositRow } from '#persistence/records/deposit-row.js';
import { withTimeLimit } from '#platform/time-limit.js';
import { CLOCK } from '#platform/tokens.js';
import { ChannelGates } from './channel-gates.js';
import { DepositOrderBuilder } from './deposit-order.builder.js';
import { ADDRESS_MISSING, depositTarget } from './deposit-target.js';
import { DispatchMetrics } from './dispatch.metrics.js';
import type { OpenLetter } from './letter-opener.js';
import type { LetterWork } from './letter-work.js';
import { scheduleBusy, scheduleRetry } from './retry-schedule.js';
import { delayed, failed, heldWithoutAddress, nextChannel, postponed, sent } from './work-changes.js';

/** The register's answer is short and usually known already; a register that hangs must not hold the letter's lease. */
const LOOK_UP_TIMEOUT_MS = 15_000;

/** Talks to the channel about one hand-over and commits what came of it. */
@Injectable()
export class DepositRunner {
  constructor(
    @Inject(ProviderRegistry) private readonly providers: ProviderRegistry,
    @Inject(ChannelGates) private readonly gates: ChannelGates,
    @Inject(DepositOrderBuilder) private readonly orders: DepositOrderBuilder,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DispatchMetrics) private readonly metrics: DispatchMetrics,
  ) {}

  /** Hands the letter over, or commits why not. The deposit is `started` in the database. */
  async deposit(
    work: LetterWork,
    opened: OpenLetter,
    facts: RecipientFacts,
    deposit: DepositRow,
    shutdown: AbortSignal,
  ): Promise<void> {
    const channel = this.providers.channel(deposit.channel);
    if (channel === undefined) return this.notEnabled(work, deposit);
    const printService = await this.printService(channel, shutdown);
    if (!printService.ok) return this.retryLater(work, deposit, printService.error);
    const target = depositTarget(opened.letter, facts, channel.descriptor.capabilities, printService.value);
    if (!target.ok) return this.withoutTarget(work, deposit, target.error);
    const order = await this.orders.build(opened, facts, deposit, target.value, work.step, this.clock.now());
    const bytes = order.documents.reduce((sum, { size }) => sum + size, 0);
    const answer = await this.gates.call(channel, bytes, shutdown, (signal) => channel.port.deposit(order, signal));
    if (answer.kind === 'blocked') return this.postpone(work, answer.waitMs);
    this.metrics.deposited(deposit.channel, answer.result.ok ? 'accepted' : answer.result.error.kind);
    if (!answer.result.ok) return this.refused(work, deposit, answer.result.error);
    await work.apply(sent(deposit, answer.result.value, this.firstPoll(channel)));
  }

  /**
   * A deposit that was started and not answered, by a crash or a lost answer: the channel is asked before anything else
   * is done. `unknown` = certainly not there, so it may be deposited (or not) with a clear conscience.
   */
  async resume(work: LetterWork, deposit: DepositRow, shutdown: AbortSignal): Promise<'unknown' | 'done'> {
    const channel = this.providers.channel(deposit.channel);
    if (channel === undefined) {
      await this.notEnabled(work, deposit);
      return 'done';
    }
    const answer = await this.gates.call(channel, 0, shutdown, (signal) =>
      channel.port.status(queryOf(work.claimed, deposit), signal),
    );
    if (answer.kind === 'blocked') {
      await this.postpone(work, answer.waitMs);
      return 'done';
    }
    if (!answer.result.ok) {
      await this.retryLater(work, deposit, answer.result.error);
      return 'done';
    }
    if (answer.result.value.kind === 'unknown') return 'unknown';
    const { reference } = answer.result.value;
    await work.apply(sent(deposit, { reference, acceptedAt: this.clock.now() }, this.firstPoll(channel)));
    return 'done';
  }

  /** Nothing where the channel does not need it. */
  private async printService(
    { port }: RegisteredChannel,
    shutdown: AbortSignal,
  ): Promise<Result<PrintServiceFacts | undefined, Failure>> {
    if (port.needs !== 'print-service') return ok(undefined);
    return withTimeLimit(LOOK_UP_TIMEOUT_MS, shutdown, (signal) =>
      this.providers.contactRegister().printService(signal),
    );
  }

  private async refused(work: LetterWork, deposit: DepositRow, failure: Failure): Promise<void> {
    switch (failure.kind) {
      case 'transient':
      case 'throttled':
      case 'defect':
      case 'ambiguous':
        return this.retryLater(work, deposit, failure);
      case 'unreachable':
        return this.leave(work, deposit, failure);
      case 'permanent':
        return work.apply(failed(deposit.channel, failure, deposit, this.clock.now()));
      default:
        return assertNever(failure, 'failure');
    }
  }

  private retryLater(work: LetterWork, deposit: DepositRow, failure: Failure): Promise<void> {
    const now = this.clock.now();
    const retry = scheduleRetry(failure, work.attempts, now, Math.random);
    const change =
      failure.kind === 'ambiguous' ? { deposit: { kind: 'change', id: deposit.id, state: 'ambiguous' } as const } : {};
    return work.apply(delayed(failure, retry, now, { channel: deposit.channel, ...change }));
  }

  /** A plan's later steps are not decided anew, so what the first was checked for may be missing here. */
  private withoutTarget(work: LetterWork, deposit: DepositRow, failure: UnreachableFailure): Promise<void> {
    if (failure.code === ADDRESS_MISSING) return work.apply(heldWithoutAddress(deposit, failure, this.clock.now()));
    return this.leave(work, deposit, failure);
  }

  private leave(work: LetterWork, deposit: DepositRow, { code, text }: Failure): Promise<void> {
    const { stepIndex, nextStep } = work;
    return work.apply(
      nextChannel({
        from: deposit.channel,
        to: nextStep,
        stepIndex,
        why: { code, text },
        at: this.clock.now(),
        refused: deposit,
      }),
    );
  }

  private notEnabled(work: LetterWork, deposit: DepositRow): Promise<void> {
    const text = `The plan leads to ${deposit.channel}, which is not enabled in the channels file any more; enable it.`;
    return this.retryLater(work, deposit, defect('CHANNEL_NOT_ENABLED', text));
  }

  private postpone(work: LetterWork, waitMs: number): Promise<void> {
    return work.apply(postponed(scheduleBusy(waitMs, this.clock.now(), Math.random)));
  }

  /** Channels without an inbox are asked; the others tell. */
  private firstPoll({ port }: RegisteredChannel): Date | undefined {
    return port.inbox === undefined ? this.clock.now() : undefined;
  }
}

export function queryOf(letter: ClaimedLetter, deposit: DepositRow): DepositQuery {
  return {
    depositId: deposit.id,
    conversationId: deposit.conversationId,
    ...(deposit.reference === undefined ? {} : { reference: deposit.reference }),
    sender: letter.sender,
    signer: letter.supplier ?? letter.sender,
  };
}
