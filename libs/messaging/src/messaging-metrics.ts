import type { Counter, Gauge } from 'prom-client';
import type { Metrics } from '#platform/metrics.js';
import type { DeliveryOutcome } from './consumer-session.js';
import type { PublishErrorCode } from './publish-error.js';

/** What the broker side counts. Make one for each app and hand it to the server and the publisher. */
export class MessagingMetrics {
  private readonly deliveries: Counter<'queue' | 'outcome'>;
  private readonly publications: Counter<'outcome'>;
  private readonly dead: Counter<'reason'>;
  private readonly consumers: Gauge<'queue'>;

  constructor(metrics: Metrics) {
    this.deliveries = metrics.counter('amqp_deliveries_total', 'Messages from the broker, by what became of them.', [
      'queue',
      'outcome',
    ]);
    this.publications = metrics.counter('amqp_publications_total', 'Messages to the broker, by its answer.', [
      'outcome',
    ]);
    this.dead = metrics.counter('amqp_dead_letters_total', 'Messages moved to the dead queue.', ['reason']);
    this.consumers = metrics.gauge('amqp_consumer_up', '1 while the queue is being consumed.', ['queue']);
  }

  delivered(queue: string, outcome: DeliveryOutcome): void {
    this.deliveries.inc({ queue, outcome });
  }

  published(outcome: PublishErrorCode | 'confirmed'): void {
    this.publications.inc({ outcome });
  }

  deadLettered(reason: string): void {
    this.dead.inc({ reason });
  }

  consumerUp(queue: string, up: 0 | 1): void {
    this.consumers.set({ queue }, up);
  }
}
