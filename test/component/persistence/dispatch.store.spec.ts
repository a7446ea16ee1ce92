import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DispatchStore } from '#persistence/dispatch.store.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import type { NewLetter } from '#persistence/records/new-letter.js';
import { DispatchDatabase } from '../../support/dispatch-database.js';
import { event, NOW, PLAN, step } from '../../support/letter-step.js';
import type { TestDatabase } from '../../support/test-database.js';
import { until } from '../../support/until.js';

describe('DispatchStore', () => {
  let support: DispatchDatabase;
  let database: TestDatabase;
  let dispatch: DispatchStore;
  let queries: LetterQueryStore;

  beforeAll(async () => {
    support = await DispatchDatabase.create();
    ({ database, dispatch } = support);
    queries = new LetterQueryStore(database.dataSource);
  });
  afterEach(() => support.empty());
  afterAll(() => database.drop());

  const accepted = (...overrides: Partial<NewLetter>[]): Promise<readonly NewLetter[]> =>
    support.accepted(...overrides);
  const claim = (owner: string, limit = 100, leaseMs = 60_000): Promise<readonly ClaimedLetter[]> =>
    support.claim(owner, limit, leaseMs);

  async function claimOne(owner = 'a', leaseMs = 60_000): Promise<ClaimedLetter> {
    const [letter] = await claim(owner, 1, leaseMs);
    if (letter === undefined) throw new Error('nothing to claim');
    return letter;
  }

  describe('claim', () => {
    it('gives prioritised letters first, then the oldest, and only what is due', async () => {
      const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
      const letters = await accepted(
        { dueAt: at(-1) },
        { dueAt: at(-3) },
        { dueAt: at(0), priority: 'priority' },
        { dueAt: at(-2), priority: 'priority' },
        { dueAt: at(1), priority: 'priority' },
      );
      const expected = [3, 2, 1, 0].map((index) => letters[index]?.id);
      expect((await claim('a')).map(({ id }) => id)).toEqual(expected);
      expect(await dispatch.nextDueAt()).toEqual(at(1));
    });

    it('never gives a letter to two owners', async () => {
      await accepted(...Array.from({ length: 200 }, () => ({})));
      const other = new DispatchStore(await database.connect(), database.config);
      const drain = async (store: DispatchStore, owner: string): Promise<string[]> => {
        const ids: string[] = [];
        for (;;) {
          const letters = await store.claim({ owner, limit: 7, now: NOW, leaseMs: 60_000 });
          if (letters.length === 0) return ids;
          ids.push(...letters.map(({ id }) => id));
        }
      };
      const claims = await Promise.all([drain(dispatch, 'a'), drain(other, 'b'), drain(dispatch, 'c')]);
      // SKIP LOCKED may leave a round empty while the others hold all: what is left is leased by nobody.
      const rest = await claim('d', 200);
      const all = [...claims.flat(), ...rest.map(({ id }) => id)];
      expect(all).toHaveLength(200);
      expect(new Set(all).size).toBe(200);
    });

    it('gives a letter again when its lease is over, and not while it is prolonged', async () => {
      await accepted({}, {});
      const [kept, lost] = await claim('a', 2, 300);
      if (kept === undefined || lost === undefined) throw new Error('nothing to claim');
      await dispatch.extendLeases('a', [kept.id], 60_000);
      await dispatch.extendLeases('somebody else', [lost.id], 60_000);
      const again = await until('the lease is over', async () => {
        const letters = await claim('b');
        return letters.length > 0 ? letters : undefined;
      });
      expect(again.map(({ id }) => id)).toEqual([lost.id]);
      expect(await claim('b')).toEqual([]);
    });

    it('is extended for the others while one letter is locked for long', async () => {
      await accepted({}, {});
      const [locked, free] = await claim('a', 2, 300);
      if (locked === undefined || free === undefined) throw new Error('nothing to claim');
      await database.dataSource.transaction(async (manager) => {
        await manager.query('SELECT 1 FROM letters WHERE id = $1 FOR UPDATE', [locked.id]);
        await dispatch.extendLeases('a', [locked.id, free.id], 60_000);
      });
      const again = await until('the lease is over', async () => {
        const letters = await claim('b');
        return letters.length > 0 ? letters : undefined;
      });
      expect(again.map(({ id }) => id)).toEqual([locked.id]);
    });
  });

  describe('record', () => {
    it('writes state, plan and events with the next sequences, and frees the letter', async () => {
      const [letter] = await accepted({ reference: 'sak 1' });
      const claimed = await claimOne();
      const readDeadlineAt = new Date('2026-11-25T12:00:00Z');
      const outcome = await dispatch.record([
        step(claimed, {
          owner: 'a',
          state: 'sent',
          plan: PLAN,
          stepIndex: 1,
          attempts: 2,
          readDeadlineAt,
          lastFailure: { code: 'X', kind: 'transient', text: 'try again' },
          events: [event('routed', { rule: 'ACTIVE_MAILBOX' }), event('sent', { channel: 'digipost' })],
        }),
      ]);
      expect(outcome).toEqual(['recorded']);
      expect(await queries.find('313000001', letter?.letterId ?? '')).toMatchObject({
        state: 'sent',
        version: 2,
        plan: PLAN,
        stepIndex: 1,
        channel: 'print',
        attempts: 2,
        readDeadlineAt,
        lastFailure: { code: 'X', kind: 'transient', text: 'try again' },
      });
      const timeline = await queries.timeline('313000001', letter?.letterId ?? '');
      expect(timeline.map(({ sequence, type, statusAfter }) => [sequence, type, statusAfter])).toEqual([
        [1, 'received', 'received'],
        [2, 'routed', 'routed'],
        [3, 'sent', 'sent'],
      ]);
      expect(timeline[1]?.data).toEqual({ rule: 'ACTIVE_MAILBOX' });
      const again = await claimOne('b');
      expect(again).toMatchObject({ version: 2, stepIndex: 1, attempts: 2, plan: PLAN, readDeadlineAt });
    });

    it('leaves what a step does not name and clears what it names null', async () => {
      await accepted({});
      const failure = { code: 'X', kind: 'transient', text: 'try again' } as const;
      await dispatch.record([
        step(await claimOne(), { plan: PLAN, stepIndex: 1, lastFailure: failure, readDeadlineAt: NOW }),
      ]);
      await database.dataSource.query('UPDATE letters SET lease_until = NULL, lease_owner = NULL');
      await dispatch.record([step(await claimOne(), { owner: 'a', events: [] })]);
      const kept = await claimOne();
      expect(kept).toMatchObject({ version: 3, plan: PLAN, stepIndex: 1, readDeadlineAt: NOW });
      await dispatch.record([
        step(kept, { dueAt: null, lastFailure: null, readDeadlineAt: null, releaseLease: 'keep', events: [] }),
      ]);
      const view = (await queries.list({ limit: 1 }))[0];
      expect(view).toMatchObject({ version: 4, plan: PLAN });
      expect(view).not.toHaveProperty('lastFailure');
      expect(view).not.toHaveProperty('readDeadlineAt');
      expect(view).not.toHaveProperty('dueAt');
    });

    it('touches nothing of a stale step, and all of the others in the batch', async () => {
      await accepted({}, {}, {});
      const [a, b, c] = await claim('a');
      if (a === undefined || b === undefined || c === undefined) throw new Error('nothing to claim');
      const outcome = await dispatch.record([
        step(a, { owner: 'b' }),
        step(b, { owner: 'a' }),
        step(
          { ...c, version: 7 },
          { owner: 'a', deposit: { kind: 'new', id: randomUUID(), channel: 'digipost', step: 0 } },
        ),
      ]);
      expect(outcome).toEqual(['stale', 'recorded', 'stale']);
      expect(await database.dataSource.query('SELECT id FROM deposits')).toEqual([]);
      expect((await queries.list({ state: 'received', limit: 9 })).map(({ id }) => id).sort()).toEqual(
        [a.id, c.id].sort(),
      );
      expect(await queries.timeline('313000001', c.letterId)).toHaveLength(1);
      expect(await dispatch.record([step(b, { owner: 'a' })])).toEqual(['stale']);
    });

    it('takes several steps of one letter one after the other', async () => {
      const [letter] = await accepted({});
      const claimed = await claimOne();
      const outcome = await dispatch.record([
        step(claimed, { owner: 'a', releaseLease: 'keep' }),
        step({ ...claimed, version: 2 }, { owner: 'a', state: 'sent', events: [event('sent')] }),
        step(claimed, { owner: 'a', state: 'failed' }),
      ]);
      expect(outcome).toEqual(['recorded', 'recorded', 'stale']);
      const timeline = await queries.timeline('313000001', letter?.letterId ?? '');
      expect(timeline.map(({ sequence, type }) => [sequence, type])).toEqual([
        [1, 'received'],
        [2, 'routed'],
        [3, 'sent'],
      ]);
    });

    it('gives sequences without holes when a source key is known already', async () => {
      const [letter] = await accepted({});
      const claimed = await claimOne();
      await dispatch.record([step(claimed, { events: [event('delivered', { sourceKey: 'digipost:1' })] })]);
      await dispatch.record([
        step(
          { ...claimed, version: 2 },
          {
            events: [
              event('delivered', { sourceKey: 'digipost:1' }),
              event('notified', { sourceKey: 'digipost:2' }),
              event('notified', { sourceKey: 'digipost:2' }),
              event('opened', { sourceKey: 'digipost:3' }),
            ],
          },
        ),
      ]);
      const timeline = await queries.timeline('313000001', letter?.letterId ?? '');
      expect(timeline.map(({ sequence, type }) => [sequence, type])).toEqual([
        [1, 'received'],
        [2, 'delivered'],
        [3, 'notified'],
        [4, 'opened'],
      ]);
    });

    it('lets one of two that decided on the same version win', async () => {
      await accepted(...Array.from({ length: 30 }, () => ({})));
      const other = new DispatchStore(await database.connect(), database.config);
      const letters = await claim('a');
      const [mine, theirs] = await Promise.all([
        dispatch.record(letters.map((letter) => step(letter))),
        other.record(
          [...letters].reverse().map((letter) => step(letter, { state: 'cancelled', events: [event('cancelled')] })),
        ),
      ]);
      letters.forEach((_, index) => {
        expect([mine[index], theirs[letters.length - 1 - index]].sort()).toEqual(['recorded', 'stale']);
      });
    });

    it('remembers what a held letter was, until the step after its release', async () => {
      await accepted({});
      await dispatch.record([step(await claimOne(), { owner: 'a', state: 'held', events: [event('held')] })]);
      const held = await claimOne();
      expect(held).toMatchObject({ state: 'held', resumeState: 'received' });
      await dispatch.record([step(held, { owner: 'a', events: [event('released')] })]);
      const released = await claimOne();
      expect(released).toMatchObject({ state: 'routed', resumeState: 'received' });
      await dispatch.record([step(released, { owner: 'a', plan: PLAN })]);
      expect(await claimOne()).not.toHaveProperty('resumeState');
    });

    it('does not release the lease of somebody else', async () => {
      await accepted({});
      const claimed = await claimOne('a');
      await dispatch.record([step(claimed)]);
      expect(await claim('b')).toEqual([]);
    });
  });
});
