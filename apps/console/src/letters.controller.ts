import { Controller, Get, Inject, NotFoundException, Param, Query } from '@nestjs/common';
import { LETTER_STATES } from '#domain/letter-state.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import type { LetterView } from '#persistence/records/letter-view.js';
import type { TimelineEvent } from '#persistence/records/timeline-event.js';
import { pageCursor, readPageCursor } from './page-cursor.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

interface LetterQuery {
  readonly state?: string;
  readonly channel?: string;
  readonly sender?: string;
  readonly before?: string;
  readonly limit?: string;
}

interface LetterPage {
  readonly letters: readonly LetterView[];
  /** Give it back as `before` for the next page; absent on the last. */
  readonly next?: string;
}

/** Letters for operators: which, where and why; never what they say or whom they are to. */
@Controller('api/letters')
export class LettersController {
  constructor(@Inject(LetterQueryStore) private readonly store: LetterQueryStore) {}

  /** Newest first. */
  @Get()
  async list(@Query() query: LetterQuery): Promise<LetterPage> {
    const limit = Math.min(Math.max(Number(query.limit) || DEFAULT_LIMIT, 1), MAX_LIMIT);
    const state = LETTER_STATES.find((known) => known === query.state);
    const before = readPageCursor(query.before);
    const letters = await this.store.list({
      limit,
      ...(state !== undefined && { state }),
      ...(query.channel !== undefined && { channel: query.channel }),
      ...(query.sender !== undefined && { sender: query.sender }),
      ...(before !== undefined && { before }),
    });
    const last = letters.at(-1);
    return { letters, ...(letters.length === limit && last !== undefined && { next: pageCursor(last) }) };
  }

  @Get(':sender/:letterId')
  async one(
    @Param('sender') sender: string,
    @Param('letterId') letterId: string,
  ): Promise<{ readonly letter?: LetterView; readonly timeline: readonly TimelineEvent[] }> {
    const [letter, timeline] = await Promise.all([
      this.store.find(sender, letterId),
      this.store.timeline(sender, letterId),
    ]);
    if (letter === undefined && timeline.length === 0) throw new NotFoundException('This sender has no such letter.');
    return { ...(letter !== undefined && { letter }), timeline };
  }
}
