import { Inject, Injectable } from '@nestjs/common';
import { Brackets, DataSource } from 'typeorm';
import type { LetterState } from '#domain/letter-state.js';
import { LetterEventEntity } from './entities/letter-event.entity.js';
import { LetterEntity } from './entities/letter.entity.js';
import { present } from './present.js';
import type { LetterCounts } from './records/letter-counts.js';
import type { LetterFilter } from './records/letter-filter.js';
import type { LetterView } from './records/letter-view.js';
import type { TimelineEvent } from './records/timeline-event.js';
import { named, runSql } from './run-sql.js';

/** By partial indexes only, so it costs the same with ten million letters in the mailboxes as with none. */
const COUNT_OPEN = `
SELECT state, count(*)::integer AS letters, count(*) FILTER (WHERE due_at <= $1)::integer AS due
FROM letters WHERE state NOT IN ('delivered', 'opened') GROUP BY state`;

const COUNT_DUE_DELIVERED = `
SELECT count(*)::integer AS due FROM letters
WHERE priority IN (0, 1) AND due_at <= $1 AND state IN ('delivered', 'opened')`;

const COUNT_UNPUBLISHED = `
SELECT count(*)::integer AS events, min(recorded_at) AS oldest FROM letter_events WHERE published_at IS NULL`;

const COUNT_RECEIPTS = `
SELECT verdict, count(*)::integer AS receipts FROM provider_receipts WHERE verdict <> 'recorded' GROUP BY verdict`;

const WITH_CHANNEL = `
SELECT EXISTS (
  SELECT 1 FROM deposits d JOIN letters l ON l.id = d.letter
  WHERE d.letter = $1
    AND (d.state IN ('accepted', 'ambiguous') OR (d.state = 'started' AND l.lease_until IS NOT NULL))
) AS found`;

/** What the gateway's HTTP answers and the console show. Read only. All methods throw DatabaseError. */
@Injectable()
export class LetterQueryStore {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Undefined also for a letter that was rejected at the door: it has a timeline, but no row. */
  async find(sender: string, letterId: string): Promise<LetterView | undefined> {
    const letters = this.dataSource.getRepository(LetterEntity);
    const letter = await named('find-letter', () => letters.findOneBy({ sender, letterId }));
    return letter === null ? undefined : toView(letter);
  }

  /**
   * Whether a channel has the letter, or may have it: a deposit that was accepted, whose answer was lost, or that was
   * started by a dispatcher that has not let go of the letter, alive or not. One that was started and let go of was
   * certainly not taken: else it would be one of the others.
   */
  async mayBeWithChannel(letter: string): Promise<boolean> {
    const rows = await runSql<{ found: boolean }>(this.dataSource, 'with-channel', WITH_CHANNEL, [letter]);
    return rows[0]?.found ?? false;
  }

  /** Oldest first; with the rejections of messages under the same id. */
  async timeline(sender: string, letterId: string): Promise<readonly TimelineEvent[]> {
    const letters = this.dataSource.getRepository(LetterEntity);
    const letter = await named('find-letter', () =>
      letters.findOne({ select: { id: true }, where: { sender, letterId } }),
    );
    const query = this.dataSource
      .getRepository(LetterEventEntity)
      .createQueryBuilder('event')
      .where('event.letter = :letter', { letter: letter?.id ?? null })
      .orWhere('event.letter IS NULL AND event.sender = :sender AND event.subject = :letterId', { sender, letterId })
      .orderBy('event.position');
    const events = await named('timeline', () => query.getMany());
    return events.map(toTimelineEvent);
  }

  async counts(now: Date): Promise<LetterCounts> {
    const at = [now.toISOString()];
    const [open, delivered, events, receipts] = await Promise.all([
      runSql<{ state: LetterState; letters: number; due: number }>(this.dataSource, 'count-open', COUNT_OPEN, at),
      runSql<{ due: number }>(this.dataSource, 'count-due-delivered', COUNT_DUE_DELIVERED, at),
      runSql<{ events: number; oldest: Date | null }>(this.dataSource, 'count-unpublished', COUNT_UNPUBLISHED),
      runSql<{ verdict: string; receipts: number }>(this.dataSource, 'count-receipts', COUNT_RECEIPTS),
    ]);
    const receiptsOf = (verdict: string): number => receipts.find((row) => row.verdict === verdict)?.receipts ?? 0;
    return present<LetterCounts>({
      states: Object.fromEntries(open.map((row) => [row.state, row.letters])),
      due: [...open, ...delivered].reduce((sum, row) => sum + row.due, 0),
      unpublishedEvents: events[0]?.events ?? 0,
      oldestUnpublishedAt: events[0]?.oldest,
      receipts: {
        unmatched: receiptsOf('unmatched'),
        quarantined: receiptsOf('quarantined'),
        refused: receiptsOf('refused'),
      },
    });
  }

  async list(filter: LetterFilter): Promise<readonly LetterView[]> {
    const query = this.dataSource.getRepository(LetterEntity).createQueryBuilder('letter');
    const { before, state, channel, sender } = filter;
    if (state !== undefined) query.andWhere('letter.state = :state', { state });
    if (channel !== undefined) query.andWhere('letter.channel = :channel', { channel });
    if (sender !== undefined) query.andWhere('letter.sender = :sender', { sender });
    if (before !== undefined) {
      query.andWhere(new Brackets((page) => page.where('(letter.receivedAt, letter.id) < (:receivedAt, :id)', before)));
    }
    query.orderBy('letter.receivedAt', 'DESC').addOrderBy('letter.id', 'DESC').limit(filter.limit);
    const letters = await named('list-letters', () => query.getMany());
    return letters.map(toView);
  }
}

function toView({ priority, ...letter }: LetterEntity): LetterView {
  return present<LetterView>({ ...letter, priority: priority === 1 ? 'priority' : 'normal' });
}

function toTimelineEvent({ letter: _, subject, ...event }: LetterEventEntity): TimelineEvent {
  return present<TimelineEvent>({ ...event, letterId: subject });
}
