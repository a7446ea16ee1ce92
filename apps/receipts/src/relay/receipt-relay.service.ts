import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AmqpConfig } from '#messaging/amqp.config.js';
import { ConfirmedPublisher } from '#messaging/confirmed-publisher.js';
import { topologyNames } from '#messaging/topology.js';
import { EventRelayStore } from '#persistence/event-relay.store.js';
import type { RelayLeadership } from '#persistence/records/relay-leadership.js';
import type { Logger } from '#platform/logger.js';
import { LOGGER } from '#platform/tokens.js';
import { ReceiptsConfig } from '../receipts.config.js';
import { ReceiptsMetrics } from '../receipts.metrics.js';
import { Wake } from '#platform/wake.js';
import { relayBatch } from './relay-batch.js';

export type RelayState = 'starting' | 'following' | 'leading';

const BATCH = 500;
const FIRST_RETRY_MS = 200;
const MOST_RETRY_MS = 5_000;

/**
 * The event log is the outbox: what is not published goes to the broker, in order, and is marked when the broker has
 * confirmed it. One instance at a time leads; the others try to, and one takes over when the leader's database
 * connection ends. A crash between confirm and mark publishes again: same id, so a subscriber knows it.
 */
@Injectable()
export class ReceiptRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sleeper = new Wake();
  private readonly exchange: string;
  private current: RelayState = 'starting';
  private stopping = false;
  private failures = 0;
  private running: Promise<void> = Promise.resolve();
  private stopListening: (() => Promise<void>) | undefined;

  constructor(
    @Inject(EventRelayStore) private readonly store: EventRelayStore,
    @Inject(ConfirmedPublisher) private readonly publisher: ConfirmedPublisher,
    @Inject(AmqpConfig) amqp: AmqpConfig,
    @Inject(ReceiptsConfig) private readonly config: ReceiptsConfig,
    @Inject(ReceiptsMetrics) private readonly metrics: ReceiptsMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.exchange = topologyNames(amqp.amqpPrefix).receipts;
  }

  /** `starting` until the database has said for the first time who leads. */
  get state(): RelayState {
    return this.current;
  }

  onApplicationBootstrap(): void {
    this.publisher.start();
    this.running = this.run();
    void this.listen();
  }

  /** The batch in hand is finished; then another instance may lead, and the publisher has nothing more to do. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.sleeper.wake();
    await this.running;
    await this.stopListening?.().catch(() => undefined);
    await this.publisher.close();
  }

  /** Only to be quick: the log is looked at every second anyway. */
  private async listen(): Promise<void> {
    try {
      this.stopListening = await this.store.onNewEvents(() => {
        this.sleeper.wake();
      });
    } catch (error) {
      this.logger.warn({ code: 'RELAY_NOT_LISTENING', err: error }, 'no notice of new events; looking every second');
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const leadership = await this.lead();
      if (leadership === undefined) await this.sleeper.sleep(this.config.relayPollMs);
      else await this.relayWhile(leadership);
    }
  }

  private async lead(): Promise<RelayLeadership | undefined> {
    try {
      const leadership = await this.store.tryBecomeLeader();
      this.become(leadership === undefined ? 'following' : 'leading');
      leadership?.onLost(() => {
        this.sleeper.wake();
      });
      return leadership;
    } catch (error) {
      this.become('starting');
      this.logger.error({ code: 'RELAY_LOCK_FAILED', err: error }, 'cannot tell who leads the relay; trying again');
      return undefined;
    }
  }

  private async relayWhile(leadership: RelayLeadership): Promise<void> {
    while (!this.stopping && leadership.isHeld) {
      const wait = await this.relayOnce();
      if (wait > 0) await this.sleeper.sleep(wait);
    }
    await leadership.release().catch(() => undefined);
    if (!this.stopping) this.become('following');
  }

  /** Milliseconds until there is reason to look again. */
  private async relayOnce(): Promise<number> {
    try {
      const events = await this.store.unpublished(BATCH);
      const { published, failed } = await relayBatch(events, this.exchange, (publication) =>
        this.publisher.publish(publication),
      );
      await this.store.markPublished(published);
      const taken = new Set(published);
      for (const event of events)
        this.metrics.published(event.type, taken.has(event.position) ? 'confirmed' : 'failed');
      if (failed.length > 0) throw failed[0]?.error;
      this.failures = 0;
      return events.length < BATCH ? this.config.relayPollMs : 0;
    } catch (error) {
      this.failures += 1;
      const code = 'RECEIPTS_NOT_PUBLISHED';
      if (this.failures === 1) this.logger.error({ code, err: error }, 'receipts could not be published; trying again');
      return Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.failures - 1, 10));
    }
  }

  private become(state: RelayState): void {
    if (state !== this.current) this.logger.info({ relay: state }, 'receipt relay');
    this.current = state;
    this.metrics.leading(state === 'leading' ? 1 : 0);
  }
}
