import type { Collection } from './simulation-world.js';

/** A Map keeps the order of first insertion, as the interface promises. */
export class MemoryCollection<Item> implements Collection<Item> {
  private readonly items = new Map<string, Item>();

  get(id: string): Item | undefined {
    return this.items.get(id);
  }

  put(id: string, item: Item): Promise<void> {
    this.items.set(id, item);
    return Promise.resolve();
  }

  delete(id: string): Promise<void> {
    this.items.delete(id);
    return Promise.resolve();
  }

  values(): IterableIterator<Item> {
    return this.items.values();
  }
}
