import { randomUUID } from 'node:crypto';
import type { SimulationContext } from '#channels/simulation/simulator.js';
import { EventDelivery } from './event-delivery.js';
import { partyOf } from './altinn-parties.js';
import type { SubscriptionRecord } from './altinn-records.js';
import { resourceUrn } from './altinn-resources.js';

/** What has happened; `type` without its prefix, e.g. `correspondencepublished`. */
export interface AltinnEvent {
  readonly type: string;
  readonly source: 'correspondence' | 'attachment' | 'notification';
  readonly instance: string;
  readonly resourceId: string;
  /** URN of the recipient for `published`, of the sender for all others. */
  readonly subject: string;
}

export type SubscriptionFilters = Pick<
  SubscriptionRecord,
  'endPoint' | 'resourceFilter' | 'typeFilter' | 'sourceFilter' | 'subjectFilter' | 'alternativeSubjectFilter'
>;

const PREFIX = 'no.altinn.correspondence.';

/** Altinn Events: subscriptions, and CloudEvents to those that have answered the validation (registers reference 1.9). */
export class AltinnEvents {
  private readonly delivery: EventDelivery;
  private readonly subscriptions;

  constructor(private readonly context: SimulationContext) {
    this.delivery = new EventDelivery(context);
    this.subscriptions = context.world.collection<SubscriptionRecord>('altinn.subscriptions');
  }

  /** The same end point and filters again are the same subscription; it is validated again when it was not. */
  async subscribe(
    consumer: string,
    filters: SubscriptionFilters,
  ): Promise<{ readonly record: SubscriptionRecord; readonly isNew: boolean }> {
    const known = this.of(consumer).find((item) => sameFilters(item, filters));
    const highest = Math.max(0, ...[...this.subscriptions.values()].map(({ id }) => id));
    const created = this.context.clock.now().toISOString();
    const record = known ?? { id: highest + 1, consumer, ...filters, created, validated: false };
    await this.subscriptions.put(String(record.id), record);
    if (!record.validated) this.validate(record);
    return { record, isNew: known === undefined };
  }

  of(consumer: string): readonly SubscriptionRecord[] {
    return [...this.subscriptions.values()].filter((record) => record.consumer === consumer);
  }

  async unsubscribe(record: SubscriptionRecord): Promise<void> {
    await this.subscriptions.delete(String(record.id));
  }

  /** Never waits for the subscribers. */
  publish(event: AltinnEvent): void {
    const mode = this.context.faults.next('altinn', ['lose-receipts', 'duplicate-receipts']);
    if (mode === 'lose-receipts') return;
    const cloudEvent = this.toCloudEvent(event);
    for (const subscription of this.subscriptions.values()) {
      if (!subscription.validated || !wants(subscription, cloudEvent)) continue;
      this.delivery.send(subscription.endPoint, cloudEvent);
      if (mode === 'duplicate-receipts') this.delivery.send(subscription.endPoint, cloudEvent);
    }
  }

  stop(): Promise<void> {
    return this.delivery.stop();
  }

  private toCloudEvent(event: AltinnEvent): CloudEvent {
    const party = partyOf(event.subject);
    const folder = party?.kind === 'organisation' ? 'organisation' : 'person';
    return {
      specversion: '1.0',
      id: randomUUID(),
      type: PREFIX + event.type,
      time: this.context.clock.now().toISOString(),
      resource: resourceUrn(event.resourceId),
      resourceinstance: event.instance,
      subject: event.subject,
      alternativesubject: `/${folder}/${party?.id ?? ''}`,
      source: `${this.context.baseUrl}/altinn/correspondence/api/v1/${event.source}`,
    };
  }

  private validate(record: SubscriptionRecord): void {
    const event = {
      id: randomUUID(),
      source: `${this.context.baseUrl}/altinn/events/api/v1/subscriptions/${String(record.id)}`,
      type: 'platform.events.validatesubscription',
      specversion: '1.0',
    };
    this.delivery.ask(record.endPoint, event, async (answered) => {
      const current = this.subscriptions.get(String(record.id));
      if (current === undefined) return;
      if (answered) await this.subscriptions.put(String(record.id), { ...current, validated: true });
      else this.context.log('altinn-subscription-not-validated', { subscription: record.id });
    });
  }
}

interface CloudEvent {
  readonly specversion: string;
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly resource: string;
  readonly resourceinstance: string;
  readonly subject: string;
  readonly alternativesubject: string;
  readonly source: string;
}

function wants(subscription: SubscriptionRecord, event: CloudEvent): boolean {
  const { resourceFilter, typeFilter, sourceFilter, subjectFilter, alternativeSubjectFilter } = subscription;
  return (
    fits(resourceFilter, event.resource) &&
    fits(typeFilter, event.type) &&
    fits(subjectFilter, event.subject) &&
    fits(alternativeSubjectFilter, event.alternativesubject) &&
    (sourceFilter === undefined || event.source.startsWith(sourceFilter))
  );
}

function fits(filter: string | undefined, value: string): boolean {
  return filter === undefined || filter === value;
}

function sameFilters(record: SubscriptionRecord, filters: SubscriptionFilters): boolean {
  const names = [
    'endPoint',
    'resourceFilter',
    'typeFilter',
    'sourceFilter',
    'subjectFilter',
    'alternativeSubjectFilter',
  ] as const;
  return names.every((name) => record[name] === filters[name]);
}
