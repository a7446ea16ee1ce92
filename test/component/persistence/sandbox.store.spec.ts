import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxStore } from '#persistence/sandbox.store.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

describe('SandboxStore', () => {
  let database: TestDatabase;
  let store: SandboxStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    store = new SandboxStore(database.dataSource, database.config);
  });

  afterAll(async () => {
    await database.drop();
  });

  function restarted(): SandboxStore {
    return new SandboxStore(database.dataSource, database.config);
  }

  it('keeps collections in order of first insertion, over updates and restarts', async () => {
    await Promise.all(['b', 'a', 'c'].map((id) => store.put('persons', id, { id, version: 1 })));
    await store.put('persons', 'b', { id: 'b', version: 2 });
    await store.delete('persons', 'a');
    await store.put('organisations', 'b', { id: 'other' });
    expect(await restarted().load('persons')).toEqual([
      { id: 'b', item: { id: 'b', version: 2 } },
      { id: 'c', item: { id: 'c', version: 1 } },
    ]);
  });

  it('keeps the last of many changes that are made at once', async () => {
    const changes = Array.from({ length: 500 }, (_, version) =>
      store.put('statuses', String(version % 10), { version }),
    );
    changes.push(store.delete('statuses', '0'));
    await Promise.all(changes);
    const items = await restarted().load('statuses');
    expect(items.map(({ item }) => item)).toEqual(
      [491, 492, 493, 494, 495, 496, 497, 498, 499].map((version) => ({ version })),
    );
  });

  it('refuses what fails to be written and goes on with the rest', async () => {
    await expect(store.put('persons', 'with a \u0000', {})).rejects.toThrow('sandbox-write failed');
    await store.put('persons', 'z', { id: 'z' });
    expect((await store.load('persons')).at(-1)).toEqual({ id: 'z', item: { id: 'z' } });
  });

  it('keeps exact bytes', async () => {
    const bytes = randomBytes(100_000);
    await store.putBlob('1/raw', randomBytes(3));
    await store.putBlob('1/raw', bytes);
    expect((await restarted().getBlob('1/raw'))?.equals(bytes)).toBe(true);
    expect(await store.getBlob('2/raw')).toBeUndefined();
  });

  it('keeps how far the clock is moved', async () => {
    expect(await store.clockOffset()).toBe(0);
    await store.setClockOffset(144_000_000);
    expect(await restarted().clockOffset()).toBe(144_000_000);
  });
});
