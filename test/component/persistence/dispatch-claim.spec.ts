import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewLetter } from '#persistence/records/new-letter.js';
import { DispatchDatabase } from '../../support/dispatch-database.js';
import { NOW, PLAN, step } from '../../support/letter-step.js';
import { until } from '../../support/until.js';

describe('what the dispatcher learns of a letter before it works on it', () => {
  let database: DispatchDatabase;

  beforeAll(async () => {
    database = await DispatchDatabase.create();
  });
  afterEach(() => database.empty());
  afterAll(() => database.database.drop());

  it('tells who the next letters are to, in the order of the claim, without leasing them', async () => {
    const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
    const sealed = (text: string): Partial<NewLetter> => ({ sealedRecipient: Buffer.from(text) });
    const letters = await database.accepted(
      { dueAt: at(-1), ...sealed('second') },
      { dueAt: at(0), priority: 'priority', recipientKind: 'organisation', ...sealed('first') },
      { dueAt: at(-2), recipientKind: 'address' },
      { dueAt: at(1), ...sealed('not due') },
      { dueAt: at(0), ...sealed('third') },
    );
    const [first, second, third] = [1, 0, 4].map((index) => letters[index]);
    const waiting = await database.dispatch.waitingRecipients(NOW, 10);
    expect(waiting).toEqual([
      { id: first?.id, kind: 'organisation', sealedRecipient: Buffer.from('first'), wrappedKey: first?.wrappedKey },
      { id: second?.id, kind: 'person', sealedRecipient: Buffer.from('second'), wrappedKey: second?.wrappedKey },
      { id: third?.id, kind: 'person', sealedRecipient: Buffer.from('third'), wrappedKey: third?.wrappedKey },
    ]);
    expect((await database.dispatch.waitingRecipients(NOW, 1)).map(({ id }) => id)).toEqual([first?.id]);
    expect(await database.claim('a', 2)).toHaveLength(2);
    expect((await database.dispatch.waitingRecipients(NOW, 10)).map(({ id }) => id)).toEqual([second?.id, third?.id]);
  });

  it('doubts for good what a dispatcher that never let go had begun, and forgets what it knew before', async () => {
    await database.accepted({}, {});
    const [abandoned, released] = await database.claim('a', 2, 300);
    if (abandoned === undefined || released === undefined) throw new Error('nothing to claim');
    const started = { kind: 'new', id: randomUUID(), channel: 'altinn', step: 0, startedAt: NOW } as const;
    const failure = { kind: 'ambiguous', code: 'ROUTE_CHANGED', text: 'x' } as const;
    const keep = { owner: 'a', dueAt: NOW, lastFailure: failure, events: [], plan: PLAN } as const;
    await database.dispatch.record([
      step(abandoned, { ...keep, deposit: started, releaseLease: 'keep' }),
      step(released, { ...keep, deposit: { ...started, id: randomUUID() }, releaseLease: 'release' }),
    ]);
    const again = await until('both are claimed', async () => {
      const letters = await database.claim('b');
      return letters.length > 0 ? letters : undefined;
    });
    const rest =
      again.length === 2
        ? []
        : await until('the lease is over', async () => {
            const letters = await database.claim('b');
            return letters.length > 0 ? letters : undefined;
          });
    const found = new Map([...again, ...rest].map((letter) => [letter.id, letter]));
    expect(found.get(abandoned.id)?.deposit?.state).toBe('ambiguous');
    expect(found.get(abandoned.id)?.lastFailure).toBeUndefined();
    expect(found.get(released.id)).toMatchObject({ deposit: { state: 'started' }, lastFailure: failure });
    expect(await database.dispatch.deposit(started.id)).toMatchObject({ state: 'ambiguous' });
  });
});
