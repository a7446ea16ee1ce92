import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AdvisoryLeadership } from './advisory-leadership.js';
import { eventChannel } from './event-channel.js';
import { EventListener } from './event-listener.js';
import { PersistenceConfig } from './persistence.config.js';
import { present, type Nullable } from './present.js';
import type { OutboxEvent } from './records/outbox-event.js';
import type { RelayLeadership } from './records/relay-leadership.js';
import { runSql } from './run-sql.js';

/**
 * Only rows that are not published, by the partial index that holds nothing else. Not "after the last position": a
 * position is given before its transaction commits, so a lower one may appear later. Within one letter positions are
 * in order, because a step holds the letter's row lock when it takes one.
 */
const UNPUBLISHED = `
SELECT position, id, sender, supplier, subject AS "letterId", sequence, type, status_after AS "statusAfter", at,
  conversation_id AS "conversationId", reference, data
FROM letter_events
WHERE published_at IS NULL AND position > $2
ORDER BY position
LIMIT $1`;

/** Says `published_at IS NULL` again so that the partial index serves, and the first confirmation stands. */
const MARK_PUBLISHED = `
UPDATE letter_events SET published_at = now() WHERE published_at IS NULL AND position = ANY ($1::bigint[])`;

/**
 * The event log as outbox. The relay needs one leader so that the receipts of a letter leave in order; leadership is
 * an advisory lock that falls with its connection, so a relay that dies is followed at once by the next.
 */
@Injectable()
export class EventRelayStore implements OnApplicationShutdown {
  private readonly open = new Set<() => Promise<void>>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PersistenceConfig) private readonly config: PersistenceConfig,
  ) {}

  /** Undefined while another instance leads. Throws when the database cannot be reached. */
  async tryBecomeLeader(): Promise<RelayLeadership | undefined> {
    const leadership = await AdvisoryLeadership.take(this.config, `meldingsformidler.relay.${this.config.schema}`);
    if (leadership !== undefined) this.open.add(() => leadership.release());
    return leadership;
  }

  /** In the order to publish in; `after` skips what is in flight already. */
  async unpublished(limit: number, after = '0'): Promise<readonly OutboxEvent[]> {
    const rows = await runSql<Nullable<OutboxEvent>>(this.dataSource, 'unpublished', UNPUBLISHED, [limit, after]);
    return rows.map((row) => present<OutboxEvent>(row));
  }

  /** After the broker has confirmed them. */
  async markPublished(positions: readonly string[]): Promise<void> {
    if (positions.length === 0) return;
    await runSql(this.dataSource, 'mark-published', MARK_PUBLISHED, [positions]);
  }

  /**
   * Calls back when events were committed, and after every reconnect, when some may have been missed. A hint only:
   * look at the log now and then besides. Resolves when listening; gives the way to stop.
   */
  async onNewEvents(callback: () => void): Promise<() => Promise<void>> {
    const listener = new EventListener(this.config, eventChannel(this.config.schema), callback);
    const stop = (): Promise<void> => listener.stop();
    this.open.add(stop);
    await listener.start();
    return stop;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.open].map((close) => close()));
  }
}
