import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '#platform/metrics.js';
import type { IntakeVerdict } from './intake-verdict.js';

@Injectable()
export class IntakeMetrics {
  private readonly letters;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.letters = metrics.counter('intake_letters_total', 'Letters at the door, by verdict.', ['verdict']);
  }

  judged(verdict: IntakeVerdict['kind']): void {
    this.letters.inc({ verdict });
  }
}
