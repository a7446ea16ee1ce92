import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DispatchStore } from '#persistence/dispatch.store.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import type { LetterStep } from '#persistence/records/letter-step.js';
import type { NewLetter } from '#persistence/records/new-letter.js';
import { NOW, PLAN, step } from '../../support/letter-step.js';
import { DispatchDatabase } from '../../support/dispatch-database.js';
import type { TestDatabase } from '../../support/test-database.js';

describe('deposits in the DispatchStore', () => {
  let support: DispatchDatabase;
  let database: TestDatabase;
  let dispatch: DispatchStore;

  beforeAll(async () => {
    support = await DispatchDatabase.create();
    ({ database, dispatch } = support);
  });
  afterEach(() => support.empty());
  afterAll(() => database.drop());

  const accepted = (...overrides: Partial<NewLetter>[]): Promise<readonly NewLetter[]> =>
    support.accepted(...overrides);
  const claim = (owner: string, limit = 100, leaseMs = 60_000): Promise<readonly ClaimedLetter[]> =>
    support.claim(owner, limit, leaseMs);

  async function claimOne(): Promise<ClaimedLetter> {
    const [letter] = await claim('a', 1);
    if (letter === undefined) throw new Error('nothing to claim');
    return letter;
  }

  it('calls a deposit as its letter is, and comes with the next claim', async () => {
    const [letter] = await accepted({});
    const id = randomUUID();
    await dispatch.record([
      step(await claimOne(), {
        owner: 'a',
        plan: PLAN,
        deposit: { kind: 'new', id, channel: 'digipost', step: 0, startedAt: NOW },
      }),
    ]);
    const claimed = await claimOne();
    expect(claimed.deposit).toEqual({
      id,
      channel: 'digipost',
      conversationId: letter?.conversationId,
      state: 'started',
      step: 0,
      startedAt: NOW,
    });
    const acceptedAt = new Date('2026-11-23T12:01:00Z');
    await dispatch.record([
      step(claimed, {
        owner: 'a',
        state: 'sent',
        deposit: { kind: 'change', id, state: 'accepted', reference: 'ref-1', acceptedAt },
      }),
    ]);
    expect(await dispatch.deposit(id)).toEqual({
      ...claimed.deposit,
      state: 'accepted',
      reference: 'ref-1',
      acceptedAt,
    });
    expect(await dispatch.deposit(randomUUID())).toBeUndefined();
  });

  it('calls a deposit by its own id when its channel has the name already', async () => {
    const conversationId = randomUUID();
    await accepted({ conversationId }, { conversationId }, { conversationId });
    const letters = await claim('a');
    const ids = letters.map(() => randomUUID());
    const start = (index: number, channel: string): LetterStep =>
      step(letters[index] ?? { id: '', version: 0 }, {
        deposit: { kind: 'new', id: ids[index] ?? '', channel, step: 0 },
      });
    await dispatch.record([start(0, 'digipost'), start(1, 'digipost'), start(2, 'print')]);
    const names = await Promise.all(ids.map(async (id) => (await dispatch.deposit(id))?.conversationId));
    expect(names.slice(0, 2).filter((name) => name === conversationId)).toHaveLength(1);
    expect(names.slice(0, 2).filter((name) => ids.some((id) => id === name))).toHaveLength(1);
    expect(names[2]).toBe(conversationId);
  });

  it('gives the name to one of two that take it at the same time', async () => {
    const other = new DispatchStore(await database.connect(), database.config);
    const pairs = Array.from({ length: 10 }, () => randomUUID());
    await accepted(...pairs.flatMap((conversationId) => [{ conversationId }, { conversationId }]));
    const letters = await claim('a');
    const started = letters.map((letter) => ({ letter, id: randomUUID() }));
    const seen = new Set<string>();
    const firsts = started.filter(({ letter }) => !seen.has(letter.conversationId) && seen.add(letter.conversationId));
    const seconds = started.filter((each) => !firsts.includes(each)).reverse();
    const toSteps = (each: typeof started): LetterStep[] =>
      each.map(({ letter, id }) => step(letter, { deposit: { kind: 'new', id, channel: 'digipost', step: 0 } }));
    await Promise.all([dispatch.record(toSteps(firsts)), other.record(toSteps(seconds))]);
    for (const conversationId of pairs) {
      const ids = started.filter(({ letter }) => letter.conversationId === conversationId).map(({ id }) => id);
      const names = await Promise.all(ids.map(async (id) => (await dispatch.deposit(id))?.conversationId ?? 'none'));
      expect(names.filter((name) => name === conversationId)).toHaveLength(1);
      expect(names.filter((name) => ids.some((id) => id === name))).toHaveLength(1);
    }
  });

  it('gives the latest deposit of a letter that went on to the next channel', async () => {
    await accepted({});
    const [first, second] = [randomUUID(), randomUUID()];
    await dispatch.record([
      step(await claimOne(), {
        owner: 'a',
        deposit: { kind: 'new', id: first, channel: 'digipost', step: 0, startedAt: NOW },
      }),
    ]);
    await dispatch.record([
      step(await claimOne(), {
        owner: 'a',
        deposit: { kind: 'new', id: second, channel: 'print', step: 1, startedAt: NOW },
      }),
    ]);
    expect((await claimOne()).deposit).toMatchObject({ id: second, channel: 'print', step: 1 });
  });
});
