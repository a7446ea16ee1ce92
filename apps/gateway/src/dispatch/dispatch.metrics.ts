import { Inject, Injectable } from '@nestjs/common';
import type { ChannelId } from '#domain/channel-id.js';
import type { FailureKind } from '#domain/failure.js';
import { Metrics } from '#platform/metrics.js';

@Injectable()
export class DispatchMetrics {
  private readonly deposits;
  private readonly running;
  private readonly crashes;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.deposits = metrics.counter('deposits_total', 'Hand-overs to channels, by the answer.', ['channel', 'outcome']);
    this.running = metrics.gauge('dispatch_letters_in_work', 'Letters that this instance works on.');
    this.crashes = metrics.counter(
      'dispatch_defects_total',
      'Letters whose handling broke off by a defect of the gateway.',
    );
  }

  deposited(channel: ChannelId, outcome: FailureKind | 'accepted'): void {
    this.deposits.inc({ channel, outcome });
  }

  inWork(letters: number): void {
    this.running.set(letters);
  }

  crashed(): void {
    this.crashes.inc();
  }
}
