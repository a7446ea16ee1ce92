import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ProviderRegistry } from '#channels/provider.registry.js';
import type { Clock } from '#domain/clock.js';
import { ReceiptStore } from '#persistence/receipt.store.js';
import { AppConfig } from '#platform/app-config.js';
import type { Logger } from '#platform/logger.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { ReceiptsConfig } from '../receipts.config.js';
import { ReceiptsMetrics } from '../receipts.metrics.js';
import { ReceiptRecorder } from '../recording/receipt.recorder.js';
import { InboxLoop } from './inbox-loop.js';
import { pollPace } from './poll-pace.js';

/** One loop for each inbox: of every channel that has one, shared or one for each organisation that signs. */
@Injectable()
export class InboxPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly owner = randomUUID();
  private readonly shutdown = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(ProviderRegistry) private readonly providers: ProviderRegistry,
    @Inject(SenderDirectory) private readonly senders: SenderDirectory,
    @Inject(SigningIdentityStore) private readonly identities: SigningIdentityStore,
    @Inject(ReceiptStore) private readonly store: ReceiptStore,
    @Inject(ReceiptRecorder) private readonly recorder: ReceiptRecorder,
    @Inject(ReceiptsMetrics) private readonly metrics: ReceiptsMetrics,
    @Inject(ReceiptsConfig) private readonly config: ReceiptsConfig,
    @Inject(AppConfig) private readonly app: AppConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    // Every loop waits for it; Node takes more than ten for a leak.
    setMaxListeners(0, this.shutdown.signal);
    this.running = Promise.all(this.loops().map((loop) => loop.run(this.shutdown.signal)));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.shutdown.abort();
    await this.running;
  }

  private loops(): readonly InboxLoop[] {
    const { owner, config, store, recorder, metrics, clock, logger } = this;
    const pace = pollPace(config, this.app.mfEnvironment);
    const common = { owner, pace, timeoutMs: config.channelTimeoutMs, store, recorder, metrics, clock, logger };
    return this.providers.channels().flatMap(({ id, port: { inbox } }) => {
      if (inbox === undefined) return [];
      const signers = inbox.scope === 'shared' ? [''] : this.signers();
      return signers.map((signer) => new InboxLoop({ ...common, channel: id, inbox, signer }));
    });
  }

  private signers(): readonly string[] {
    return this.senders.organisationNumbers().filter((organisation) => this.identities.get(organisation) !== undefined);
  }
}
