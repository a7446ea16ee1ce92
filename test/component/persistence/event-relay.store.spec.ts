import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventRelayStore } from '#persistence/event-relay.store.js';
import { LetterIntakeStore } from '#persistence/letter-intake.store.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import { newLetter } from '../../support/new-letter.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { until } from '../../support/until.js';

describe('EventRelayStore', () => {
  let database: TestDatabase;
  let intake: LetterIntakeStore;
  let relay: EventRelayStore;
  let other: EventRelayStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    intake = new LetterIntakeStore(database.dataSource, database.config);
    relay = new EventRelayStore(database.dataSource, database.config);
    other = new EventRelayStore(database.dataSource, database.config);
  });

  afterEach(async () => {
    await relay.onApplicationShutdown();
    await other.onApplicationShutdown();
  });

  afterAll(async () => {
    await database.drop();
  });

  /** The relay's own connections do nothing but this; the pool's have other last statements. */
  async function kill(lastStatement: string): Promise<void> {
    const killed = await database.dataSource.query<unknown[]>(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE pid <> pg_backend_pid() AND query LIKE $1 AND application_name = 'meldingsformidler test'
         AND pid IN (SELECT pid FROM pg_stat_activity WHERE backend_start >= $2)`,
      [lastStatement, startedAt],
    );
    expect(killed.length).toBeGreaterThan(0);
  }

  let startedAt = new Date(0);
  async function markStart(): Promise<void> {
    const [row] = await database.dataSource.query<{ now: Date }[]>('SELECT now()');
    startedAt = row?.now ?? startedAt;
  }

  it('gives unpublished events in order, until they are marked', async () => {
    const letters = [newLetter(), newLetter(), newLetter()];
    for (const letter of letters) await intake.accept([letter]);
    const events = await relay.unpublished(10);
    expect(events.map(({ letterId }) => letterId)).toEqual(letters.map(({ letterId }) => letterId));
    expect(events[0]).toMatchObject({ type: 'received', statusAfter: 'received', sequence: 1, data: {} });
    const positions = events.map(({ position }) => position);
    expect(await relay.unpublished(10, positions[0])).toEqual(events.slice(1));
    await relay.markPublished(positions.slice(1));
    expect(await relay.unpublished(10)).toEqual(events.slice(0, 1));
    await relay.markPublished(positions);
    expect(await relay.unpublished(10)).toEqual([]);
    const queries = new LetterQueryStore(database.dataSource);
    expect((await queries.counts(new Date())).unpublishedEvents).toBe(0);
  });

  it('has one leader, and the next when it resigns', async () => {
    const leadership = await relay.tryBecomeLeader();
    expect(leadership?.isHeld).toBe(true);
    expect(await other.tryBecomeLeader()).toBeUndefined();
    let lost = false;
    leadership?.onLost(() => (lost = true));
    await leadership?.release();
    expect(leadership?.isHeld).toBe(false);
    expect((await other.tryBecomeLeader())?.isHeld).toBe(true);
    expect(lost).toBe(false);
  });

  it('tells the leader when its connection is gone, and lets the next one lead', async () => {
    await markStart();
    const leadership = await relay.tryBecomeLeader();
    const lost = new Promise<void>((resolve) => leadership?.onLost(resolve));
    await kill('%pg_try_advisory_lock%');
    await lost;
    expect(leadership?.isHeld).toBe(false);
    const next = await until('the other leads', () => other.tryBecomeLeader());
    expect(next.isHeld).toBe(true);
  });

  it('listens again after its connection is gone, and calls for what it may have missed', async () => {
    await markStart();
    let calls = 0;
    await relay.onNewEvents(() => (calls += 1));
    await intake.accept([newLetter()]);
    await until('the first notification', () => (calls === 1 ? true : undefined));
    await kill('LISTEN%');
    await until('the call after the reconnect', () => (calls === 2 ? true : undefined));
    await intake.accept([newLetter()]);
    expect(await until('a notification on the new connection', () => (calls === 3 ? true : undefined))).toBe(true);
  });
});
