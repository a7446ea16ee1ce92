import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Clock } from '#domain/clock.js';
import { DispatchStore } from '#persistence/dispatch.store.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import { AppConfig } from '#platform/app-config.js';
import type { Logger } from '#platform/logger.js';
import { SandboxClockLifecycle } from '#platform/sandbox-clock.lifecycle.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { GatewayConfig } from '../gateway.config.js';
import { DispatchMetrics } from './dispatch.metrics.js';
import type { Queue } from './facts/recipient-look-ahead.js';
import { DispatchWake } from './dispatch-wake.js';
import { LetterBatchHandler } from './letter-batch.handler.js';

/** Letters of one claim; their recipients are looked up together. */
const MOST_CLAIMED = 100;

/**
 * Claims what is due and works on it, many letters at once, until shutdown. Any number of instances do the same: a claim
 * leases the letters by the database's clock, the lease is extended while they are in work, and an instance that dies
 * simply stops extending.
 */
@Injectable()
export class DispatchLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly owner = randomUUID();
  private readonly inWork = new Set<string>();
  private readonly batches = new Set<Promise<void>>();
  private readonly shutdown = new AbortController();
  private stopping = false;
  private loop: Promise<void> | undefined;
  private heartbeat: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DispatchStore) private readonly store: DispatchStore,
    @Inject(LetterBatchHandler) private readonly letters: LetterBatchHandler,
    @Inject(DispatchWake) private readonly wake: DispatchWake,
    @Inject(SandboxClockLifecycle) private readonly sandboxClock: SandboxClockLifecycle,
    @Inject(GatewayConfig) private readonly config: GatewayConfig,
    @Inject(AppConfig) private readonly app: AppConfig,
    @Inject(DispatchMetrics) private readonly metrics: DispatchMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.sandboxClock.onChange(() => {
      this.wake.wake();
    });
    this.heartbeat = setInterval(() => void this.extendLeases(), this.config.dispatchLeaseMs / 3);
    this.loop = this.run();
  }

  /** Claims nothing more and waits for what is in work; what is not done in time is aborted and comes back by its lease. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wake.wake();
    const late = setTimeout(() => {
      this.shutdown.abort();
    }, this.app.shutdownTimeoutMs);
    await this.loop;
    await Promise.allSettled(this.batches);
    clearTimeout(late);
    clearInterval(this.heartbeat);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const free = Math.min(this.config.dispatchConcurrency - this.inWork.size, MOST_CLAIMED);
      const claimed = free > 0 ? await this.claim(free) : [];
      if (claimed.length > 0) this.start(claimed, claimed.length < free ? 'empty' : 'more');
      // A full claim means that there is more; else until something happens.
      if (claimed.length < free || free <= 0) await this.wake.sleep(this.config.dispatchPollMs);
    }
  }

  private async claim(limit: number): Promise<readonly ClaimedLetter[]> {
    try {
      const claimed = await this.store.claim({
        owner: this.owner,
        limit,
        now: this.clock.now(),
        leaseMs: this.config.dispatchLeaseMs,
      });
      // Ours already: a lease that ran out while a call hung. The work in hand is still the one that counts.
      return claimed.filter(({ id }) => !this.inWork.has(id));
    } catch (error) {
      this.logger.error({ code: 'CLAIM_FAILED', err: error }, 'due letters could not be claimed; trying again');
      return [];
    }
  }

  private start(claimed: readonly ClaimedLetter[], queue: Queue): void {
    for (const { id } of claimed) this.inWork.add(id);
    this.metrics.inWork(this.inWork.size);
    const batch = this.letters
      .handle(claimed, this.owner, this.shutdown.signal, queue, (id) => {
        this.inWork.delete(id);
        this.metrics.inWork(this.inWork.size);
        this.wake.wake();
      })
      .finally(() => {
        this.batches.delete(batch);
      });
    this.batches.add(batch);
  }

  private async extendLeases(): Promise<void> {
    try {
      await this.store.extendLeases(this.owner, [...this.inWork], this.config.dispatchLeaseMs);
    } catch (error) {
      this.logger.error({ code: 'LEASE_NOT_EXTENDED', err: error }, 'leases could not be extended');
    }
  }
}
