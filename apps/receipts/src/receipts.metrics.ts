import { Inject, Injectable } from '@nestjs/common';
import type { Counter, Gauge } from 'prom-client';
import type { FailureKind } from '#domain/failure.js';
import type { LetterEventType } from '#domain/letter-event.js';
import type { ReceiptVerdict } from '#persistence/records/receipt-verdict.js';
import { Metrics } from '#platform/metrics.js';

/** What an operator watches: receipts by what became of them, the channels' answers, and the relay. */
@Injectable()
export class ReceiptsMetrics {
  private readonly receipts: Counter<'channel' | 'verdict'>;
  private readonly fetches: Counter<'channel' | 'outcome'>;
  private readonly publications: Counter<'type' | 'outcome'>;
  private readonly leader: Gauge;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.receipts = metrics.counter('provider_receipts_total', 'Receipts from channels, by what became of them.', [
      'channel',
      'verdict',
    ]);
    this.fetches = metrics.counter('provider_polls_total', 'Calls to channels for receipts, by answer.', [
      'channel',
      'outcome',
    ]);
    this.publications = metrics.counter('receipts_published_total', 'Receipts to the broker, by its answer.', [
      'type',
      'outcome',
    ]);
    this.leader = metrics.gauge('relay_leader', '1 while this instance publishes the receipts.');
  }

  recorded(channel: string, verdict: ReceiptVerdict): void {
    this.receipts.inc({ channel, verdict });
  }

  polled(channel: string, outcome: 'ok' | 'unknown' | FailureKind): void {
    this.fetches.inc({ channel, outcome });
  }

  published(type: LetterEventType, outcome: 'confirmed' | 'failed'): void {
    this.publications.inc({ type, outcome });
  }

  leading(state: 0 | 1): void {
    this.leader.set(state);
  }
}
