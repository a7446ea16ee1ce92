import { beforeEach, describe, expect, it } from '@jest/globals';
import { DurableWorld } from './durable-world.js';
import type { WorldStore } from './world-store.port.js';

class FakeStore implements WorldStore {
  readonly collections = new Map<string, Map<string, string>>();
  readonly blobs = new Map<string, Buffer>();
  failing = false;

  put(collection: string, id: string, item: object): Promise<void> {
    if (this.failing) return Promise.reject(new Error('the database is away'));
    const items = this.collections.get(collection) ?? new Map<string, string>();
    this.collections.set(collection, items.set(id, JSON.stringify(item)));
    return Promise.resolve();
  }

  delete(collection: string, id: string): Promise<void> {
    if (this.failing) return Promise.reject(new Error('the database is away'));
    this.collections.get(collection)?.delete(id);
    return Promise.resolve();
  }

  load(collection: string): Promise<readonly { id: string; item: unknown }[]> {
    const items = [...(this.collections.get(collection) ?? [])];
    return Promise.resolve(items.map(([id, json]) => ({ id, item: JSON.parse(json) as unknown })));
  }

  putBlob(key: string, bytes: Buffer): Promise<void> {
    this.blobs.set(key, bytes);
    return Promise.resolve();
  }

  getBlob(key: string): Promise<Buffer | undefined> {
    return Promise.resolve(this.blobs.get(key));
  }
}

let store: FakeStore;

beforeEach(() => {
  store = new FakeStore();
});

describe('DurableWorld', () => {
  it('comes back after a restart, collections of any name and blobs included', async () => {
    const world = await DurableWorld.load(store);
    await world.organisations.put('1', { organisationNumber: '1', name: 'A', hasRole: true });
    await world.collection<{ n: number }>('altinn.letters').put('b', { n: 1 });
    await world.collection<{ n: number }>('altinn.letters').put('a', { n: 2 });
    await world.blobs.put('b/raw', Buffer.from('x'));

    const again = await DurableWorld.load(store);
    expect(again.organisations.get('1')).toEqual({ organisationNumber: '1', name: 'A', hasRole: true });
    expect([...again.collection<{ n: number }>('altinn.letters').values()]).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await again.blobs.get('b/raw')).toEqual(Buffer.from('x'));
  });

  it('forgets what was deleted', async () => {
    const world = await DurableWorld.load(store);
    await world.collection<{ n: number }>('queue').put('a', { n: 1 });
    await world.collection<{ n: number }>('queue').delete('a');
    const again = await DurableWorld.load(store);
    expect(again.collection<{ n: number }>('queue').get('a')).toBeUndefined();
  });

  it('shows a write at once, before it is committed', async () => {
    const world = await DurableWorld.load(store);
    const written = world.collection<{ n: number }>('queue').put('a', { n: 1 });
    expect(world.collection<{ n: number }>('queue').get('a')).toEqual({ n: 1 });
    await written;
  });

  it('takes a failed write back, tells it, and takes the next', async () => {
    const world = await DurableWorld.load(store);
    const queue = world.collection<{ n: number }>('queue');
    await queue.put('a', { n: 1 });
    store.failing = true;
    await expect(queue.put('a', { n: 2 })).rejects.toThrow('the database is away');
    await expect(queue.put('b', { n: 3 })).rejects.toThrow('the database is away');
    await expect(queue.delete('a')).rejects.toThrow('the database is away');
    expect([...queue.values()]).toEqual([{ n: 1 }]);
    store.failing = false;
    await queue.put('a', { n: 4 });
    expect((await DurableWorld.load(store)).collection<{ n: number }>('queue').get('a')).toEqual({ n: 4 });
  });

  it('announces a new collection again when that failed', async () => {
    const world = await DurableWorld.load(store);
    const queue = world.collection<{ n: number }>('late');
    store.failing = true;
    await expect(queue.put('a', { n: 1 })).rejects.toThrow();
    store.failing = false;
    await queue.put('a', { n: 1 });
    expect((await DurableWorld.load(store)).collection<{ n: number }>('late').get('a')).toEqual({ n: 1 });
  });
});
