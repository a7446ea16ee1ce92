import { Controller, Get, Inject } from '@nestjs/common';
import type { Clock } from '#domain/clock.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import type { LetterCounts } from '#persistence/records/letter-counts.js';
import { CLOCK } from '#platform/tokens.js';

/** `GET /api/overview`: letters by state, what is due, and what waits to be published. */
@Controller('api/overview')
export class OverviewController {
  constructor(
    @Inject(LetterQueryStore) private readonly letters: LetterQueryStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async overview(): Promise<LetterCounts & { readonly at: string }> {
    const now = this.clock.now();
    return { at: now.toISOString(), ...(await this.letters.counts(now)) };
  }
}
