import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DispatchStore } from '#persistence/dispatch.store.js';
import { LetterIntakeStore } from '#persistence/letter-intake.store.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import { step } from '../../support/letter-step.js';
import { newLetter } from '../../support/new-letter.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const NOON = new Date('2026-11-23T12:00:00Z');

describe('LetterQueryStore', () => {
  let database: TestDatabase;
  let queries: LetterQueryStore;
  const letters = Array.from({ length: 6 }, (_, index) =>
    newLetter({
      receivedAt: new Date(NOON.getTime() + Math.floor(index / 2) * 1_000),
      dueAt: new Date(NOON.getTime() + index),
      sender: index === 5 ? '313001008' : '313000001',
    }),
  );

  beforeAll(async () => {
    database = await createTestDatabase();
    queries = new LetterQueryStore(database.dataSource);
    await new LetterIntakeStore(database.dataSource, database.config).accept(letters);
    const plan = { outcome: 'deliver', rule: 'X', reason: { nb: 'x', en: 'x' }, evidence: [], skipped: [] } as const;
    const base = { version: 1, attempts: 0, events: [], releaseLease: 'release' } as const;
    await new DispatchStore(database.dataSource, database.config).record([
      { ...base, id: letters[0]?.id ?? '', state: 'held', dueAt: null },
      {
        ...base,
        id: letters[1]?.id ?? '',
        state: 'delivered',
        dueAt: NOON,
        plan: { ...plan, steps: [{ channel: 'altinn', next: [] }] },
      },
      { ...base, id: letters[2]?.id ?? '', state: 'failed', dueAt: null },
    ]);
  });

  afterAll(async () => {
    await database.drop();
  });

  it('names a refused query and its code, never what was asked for', async () => {
    const refused = queries.mayBeWithChannel('Snill Fjellrev');
    await expect(refused).rejects.toMatchObject({ name: 'DatabaseError', statement: 'with-channel', code: '22P02' });
    await expect(refused.catch(inspect)).resolves.not.toContain('Fjellrev');
  });

  it('pages through all letters, newest first, each once, also those of the same instant', async () => {
    const seen: string[] = [];
    let page = await queries.list({ limit: 2 });
    while (page.length > 0) {
      seen.push(...page.map(({ id }) => id));
      const last = page[page.length - 1];
      page = last === undefined ? [] : await queries.list({ limit: 2, before: last });
    }
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
    expect(new Set(seen.slice(0, 2))).toEqual(new Set([letters[4]?.id, letters[5]?.id]));
  });

  it.each([
    ['state', { state: 'held' }, [0]],
    ['channel', { channel: 'altinn' }, [1]],
    ['sender', { sender: '313001008' }, [5]],
    ['state and sender', { state: 'held', sender: '313001008' }, []],
  ] as const)('filters by %s', async (_name, filter, expected) => {
    const found = await queries.list({ ...filter, limit: 10 });
    expect(found.map(({ id }) => id)).toEqual(expected.map((index) => letters[index]?.id));
  });

  it('counts what is under way and what is due', async () => {
    expect(await queries.counts(NOON)).toMatchObject({
      states: { held: 1, failed: 1, received: 3 },
      due: 1,
      unpublishedEvents: 6,
      receipts: { unmatched: 0, quarantined: 0, refused: 0 },
    });
    expect((await queries.counts(new Date('2026-11-24T00:00:00Z'))).due).toBe(4);
  });

  it('shows nothing about whom a letter is to', async () => {
    const view = await queries.find('313001008', letters[5]?.letterId ?? '');
    expect(view).toBeDefined();
    expect(Object.keys(view ?? {})).not.toEqual(expect.arrayContaining(['recipientKey', 'sealedContent']));
    expect(await queries.find('313000001', letters[5]?.letterId ?? '')).toBeUndefined();
  });
});

describe('LetterQueryStore and deposits', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  it.each([
    ['started', false],
    ['ambiguous', true],
    ['refused', false],
    ['accepted', true],
  ] as const)('knows whether a channel may have a letter whose deposit is %s: %s', async (state, mayBe) => {
    const dispatch = new DispatchStore(database.dataSource, database.config);
    const letter = newLetter();
    const deposit = { id: randomUUID(), channel: 'digipost' };
    await new LetterIntakeStore(database.dataSource, database.config).accept([letter]);
    await dispatch.record([step({ id: letter.id, version: 1 }, { deposit: { kind: 'new', ...deposit, step: 0 } })]);
    const change = { kind: 'change', id: deposit.id, state } as const;
    await dispatch.record([step({ id: letter.id, version: 2 }, { dueAt: null, deposit: change, events: [] })]);
    expect(await new LetterQueryStore(database.dataSource).mayBeWithChannel(letter.id)).toBe(mayBe);
  });

  it('takes a started deposit for one that may be there until its dispatcher has let go of the letter', async () => {
    const dispatch = new DispatchStore(database.dataSource, database.config);
    const queries = new LetterQueryStore(database.dataSource);
    const letter = newLetter();
    await new LetterIntakeStore(database.dataSource, database.config).accept([letter]);
    await dispatch.claim({ owner: 'a', limit: 1_000, now: letter.dueAt, leaseMs: 1 });
    const deposit = { kind: 'new', id: randomUUID(), channel: 'digipost', step: 0 } as const;
    await dispatch.record([step({ id: letter.id, version: 1 }, { owner: 'a', deposit, releaseLease: 'keep' })]);
    expect(await queries.mayBeWithChannel(letter.id)).toBe(true);
    await dispatch.record([step({ id: letter.id, version: 2 }, { owner: 'a', dueAt: null, events: [] })]);
    expect(await queries.mayBeWithChannel(letter.id)).toBe(false);
  });
});
