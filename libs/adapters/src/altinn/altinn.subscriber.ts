import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '#platform/logger.js';
import type { AltinnEventsClient } from './altinn-events.client.js';
import type { AltinnResource } from './altinn-resource.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/**
 * Asks Altinn for events of every resource when the app starts and a callback address is configured. Best effort: events
 * only make receipts quicker, the polling finds them all, so a refusal never stops the boot and is tried again with
 * longer pauses. So is a defect of ours, which is logged as one: nobody awaits this, and thrown it would end the process.
 */
export class AltinnSubscriber implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopped = new AbortController();

  constructor(
    private readonly client: Pick<AltinnEventsClient, 'subscribe'>,
    private readonly resources: readonly AltinnResource[],
    private readonly callbackUrl: string | undefined,
    private readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>,
  ) {}

  onApplicationBootstrap(): void {
    const { callbackUrl } = this;
    if (callbackUrl === undefined) return;
    for (const resource of this.resources) void this.subscribe(resource, callbackUrl);
  }

  onApplicationShutdown(): void {
    this.stopped.abort();
  }

  private isStopped(): boolean {
    return this.stopped.signal.aborted;
  }

  private async subscribe(resource: AltinnResource, callbackUrl: string): Promise<void> {
    const { signal } = this.stopped;
    const place = { channel: 'altinn', resource: resource.id };
    for (let pause = FIRST_PAUSE_MS; !this.isStopped(); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const result = await this.client.subscribe(resource, callbackUrl, signal);
        if (result.ok) {
          this.logger.info({ ...place, subscription: result.value }, 'subscribed to Altinn events');
          return;
        }
        if (this.isStopped()) return;
        this.logger.warn({ ...place, code: result.error.code, retryInMs: pause }, 'Altinn events not subscribed yet');
      } catch (error) {
        this.logger.error(
          { ...place, code: 'ALTINN_SUBSCRIPTION_DEFECT', err: error, retryInMs: pause },
          'Altinn events could not be subscribed for a fault in the gateway; trying again',
        );
      }
      await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
