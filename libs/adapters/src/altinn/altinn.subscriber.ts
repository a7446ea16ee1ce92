import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '#platform/logger.js';
import type { AltinnClient } from './altinn.client.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/**
 * Asks Altinn for events when the app starts and a callback address is configured. Best effort: events only make
 * receipts quicker, the polling finds them all, so a refusal never stops the boot and is tried again with longer
 * pauses. Altinn takes a subscription that it has already as the same one.
 */
export class AltinnSubscriber implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopped = new AbortController();

  constructor(
    private readonly client: Pick<AltinnClient, 'subscribe'>,
    private readonly callbackUrl: string | undefined,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.callbackUrl !== undefined) void this.subscribe(this.callbackUrl);
  }

  onApplicationShutdown(): void {
    this.stopped.abort();
  }

  private isStopped(): boolean {
    return this.stopped.signal.aborted;
  }

  private async subscribe(callbackUrl: string): Promise<void> {
    const { signal } = this.stopped;
    for (let pause = FIRST_PAUSE_MS; !this.isStopped(); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const result = await this.client.subscribe(callbackUrl, signal);
      if (result.ok) {
        this.logger.info({ channel: 'altinn' }, 'subscribed to Altinn events');
        return;
      }
      if (this.isStopped()) return;
      this.logger.warn(
        { channel: 'altinn', code: result.error.code, retryInMs: pause },
        'Altinn events not subscribed yet',
      );
      await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
