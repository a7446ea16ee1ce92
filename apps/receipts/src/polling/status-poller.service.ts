import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Channel, DepositStatus } from '#channels/channel.port.js';
import { ProviderRegistry } from '#channels/provider.registry.js';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import type { Result } from '#domain/result.js';
import type { DepositToPoll } from '#persistence/records/deposit-to-poll.js';
import { ReceiptStore } from '#persistence/receipt.store.js';
import { AppConfig } from '#platform/app-config.js';
import type { Logger } from '#platform/logger.js';
import { SandboxClockLifecycle } from '#platform/sandbox-clock.lifecycle.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { forEachLimited } from '../for-each-limited.js';
import { ReceiptsConfig } from '../receipts.config.js';
import { ReceiptsMetrics } from '../receipts.metrics.js';
import { ReceiptRecorder } from '../recording/receipt.recorder.js';
import { Wake } from '#platform/wake.js';
import { pollPace, type PollPace } from './poll-pace.js';
import { failureWait, nextStatusPoll } from './poll-schedule.js';
import { TroubleLog } from './trouble-log.js';

const MOST_CLAIMED = 50;
/**
 * How long the deposits of an instance that died wait for another, and no longer than people wait for a receipt. When a
 * slow channel outlasts it, a deposit is asked about twice, which changes nothing: its receipts are recorded once.
 */
const LEASE_MS = 15_000;
/** While nothing is due the table is looked at this often, in real time; what is due then is decided by domain time. */
const IDLE_MS = 500;

/** Asks channels that keep no inbox about each deposit that is due, by lease, until they say that they will say no more. */
@Injectable()
export class StatusPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly owner = randomUUID();
  private readonly sleeper = new Wake();
  private readonly pace: PollPace;
  private readonly trouble: TroubleLog;
  private stopping = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(ProviderRegistry) private readonly providers: ProviderRegistry,
    @Inject(ReceiptStore) private readonly store: ReceiptStore,
    @Inject(ReceiptRecorder) private readonly recorder: ReceiptRecorder,
    @Inject(ReceiptsMetrics) private readonly metrics: ReceiptsMetrics,
    @Inject(SandboxClockLifecycle) private readonly sandboxClock: SandboxClockLifecycle,
    @Inject(ReceiptsConfig) private readonly config: ReceiptsConfig,
    @Inject(AppConfig) app: AppConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.pace = pollPace(config, app.mfEnvironment);
    this.trouble = new TroubleLog(logger);
  }

  onApplicationBootstrap(): void {
    this.sandboxClock.onChange(() => {
      this.wake();
    });
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  /** Something may have become due: a channel has called, or the clock has moved. */
  wake(): void {
    this.sleeper.wake();
  }

  private async run(): Promise<void> {
    const channels = this.providers.channels().filter(({ port }) => port.inbox === undefined);
    const ids = channels.map(({ id }) => id);
    const atOnce = channels.reduce((sum, { concurrency }) => sum + concurrency, 0);
    if (ids.length === 0) return;
    while (!this.stopping) {
      const claimed = await this.claim(ids);
      await forEachLimited(claimed, Math.max(1, atOnce), (deposit) => this.poll(deposit));
      if (claimed.length < MOST_CLAIMED) await this.sleeper.sleep(IDLE_MS);
    }
  }

  private async claim(channels: readonly string[]): Promise<readonly DepositToPoll[]> {
    try {
      const request = { channels, owner: this.owner, limit: MOST_CLAIMED, now: this.clock.now(), leaseMs: LEASE_MS };
      return await this.store.claimDepositsToPoll(request);
    } catch (error) {
      this.logger.error(
        { code: 'CLAIM_FAILED', err: error },
        'deposits to ask about could not be claimed; trying again',
      );
      return [];
    }
  }

  private async poll(deposit: DepositToPoll): Promise<void> {
    const port = this.providers.channel(deposit.channel)?.port;
    if (port === undefined) return;
    try {
      const next = await this.ask(port, deposit);
      await this.store.recordPoll(deposit.depositId, next);
    } catch (error) {
      // Its lease runs out, and it is asked about again.
      this.logger.error(
        { code: 'POLL_FAILED', channel: deposit.channel, err: error },
        'a deposit could not be asked about',
      );
    }
  }

  /** When to ask again; null when the channel will say no more. */
  private async ask(port: Channel, deposit: DepositToPoll): Promise<Date | null> {
    const { depositId, conversationId, reference, sender, signer, channel } = deposit;
    const query = { depositId, conversationId, sender, signer, ...(reference === undefined ? {} : { reference }) };
    const answer = await port.status(query, AbortSignal.timeout(this.config.channelTimeoutMs));
    this.metrics.polled(channel, outcomeOf(answer));
    const now = this.clock.now();
    if (!answer.ok) {
      this.trouble.failed({ channel }, answer.error, 'the channel does not tell the status of letters');
      return new Date(now.getTime() + failureWait(answer.error, Math.min(deposit.polls + 1, 6), now));
    }
    this.trouble.answered({ channel });
    if (answer.value.kind === 'unknown') {
      this.logger.error(
        { channel, code: 'DEPOSIT_UNKNOWN' },
        'the channel does not know a letter that it has accepted',
      );
    } else {
      for (const receipt of answer.value.receipts) await this.recorder.record(channel, receipt);
      if (answer.value.settled) return null;
    }
    const tells = port.callback === undefined ? 'when-asked' : 'by-itself';
    return nextStatusPoll(deposit.acceptedAt ?? deposit.startedAt, now, this.pace, tells);
  }
}

function outcomeOf(answer: Result<DepositStatus, Failure>): 'ok' | 'unknown' | Failure['kind'] {
  if (!answer.ok) return answer.error.kind;
  return answer.value.kind === 'unknown' ? 'unknown' : 'ok';
}
