import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { HttpClient } from '#platform/http.client.js';
import type { CorrespondenceRecord, SubscriptionRecord } from './altinn-records.js';

const RETRY_PAUSES_MS = [250, 1_000, 4_000];

/** Altinn Events: subscriptions with their validation event, and CloudEvents posted to the subscribers (1.9). */
export class AltinnEvents {
  private readonly http = new HttpClient({ headersTimeoutMs: 5_000, bodyTimeoutMs: 5_000 });
  private readonly stopped = new AbortController();
  private readonly subscriptions;

  constructor(private readonly context: SimulationContext) {
    this.subscriptions = context.world.collection<SubscriptionRecord>('altinn.subscriptions');
    // Every call on its way listens; Node warns from the eleventh on.
    setMaxListeners(0, this.stopped.signal);
  }

  /** The same end point and filter again is the same subscription. */
  async subscribe(endPoint: string, resourceFilter: string): Promise<SubscriptionRecord> {
    const known = [...this.subscriptions.values()].find(
      (item) => item.endPoint === endPoint && item.resourceFilter === resourceFilter,
    );
    const record = known ?? {
      id: [...this.subscriptions.values()].length + 1,
      endPoint,
      resourceFilter,
      validated: false,
    };
    await this.subscriptions.put(String(record.id), record);
    if (!record.validated) void this.validate(record);
    return record;
  }

  /** `type` without its prefix, e.g. `correspondencepublished`. Never waits for the subscribers. */
  publish(type: string, letter: CorrespondenceRecord): void {
    const mode = this.context.faults.next('altinn', ['lose-receipts', 'duplicate-receipts']);
    if (mode === 'lose-receipts') return;
    const resource = `urn:altinn:resource:${letter.resourceId}`;
    const event = {
      specversion: '1.0',
      id: randomUUID(),
      type: `no.altinn.correspondence.${type}`,
      time: this.context.clock.now().toISOString(),
      resource,
      resourceinstance: letter.id,
      subject: letter.recipient,
      source: `${this.context.baseUrl}/altinn/correspondence/api/v1/correspondence`,
    };
    for (const subscription of this.subscriptions.values()) {
      if (!subscription.validated || subscription.resourceFilter !== resource) continue;
      void this.post(subscription.endPoint, event);
      if (mode === 'duplicate-receipts') void this.post(subscription.endPoint, event);
    }
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.http.close().catch(() => undefined);
  }

  private async validate(record: SubscriptionRecord): Promise<void> {
    const answered = await this.post(record.endPoint, {
      id: randomUUID(),
      source: `${this.context.baseUrl}/altinn/events/api/v1/subscriptions/${String(record.id)}`,
      type: 'platform.events.validatesubscription',
      specversion: '1.0',
    });
    if (answered) await this.subscriptions.put(String(record.id), { ...record, validated: true });
    else this.context.log('altinn-subscription-not-validated', { subscription: record.id });
  }

  private async post(endPoint: string, event: object): Promise<boolean> {
    const { signal } = this.stopped;
    for (const pause of [...RETRY_PAUSES_MS, undefined]) {
      if (signal.aborted) return false;
      try {
        const headers = { 'content-type': 'application/cloudevents+json' };
        const answer = await this.http.request({
          method: 'POST',
          url: endPoint,
          headers,
          body: JSON.stringify(event),
          signal,
        });
        if (answer.status >= 200 && answer.status < 300) return true;
      } catch {
        // A subscriber that is down is tried again below; it finds what it missed by polling.
      }
      if (pause !== undefined) await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
    return false;
  }
}
