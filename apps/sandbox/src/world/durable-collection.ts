import { MemoryCollection } from '#channels/simulation/memory-collection.js';
import type { WorldStore } from './world-store.port.js';

/**
 * A collection in memory that writes through to the database. Memory changes at once, so that of two calls with the
 * same id that come together the second already sees the first; the promise resolves when the write is committed. A
 * write that fails is taken back and told, so that the caller may simply try again.
 */
export class DurableCollection<Item extends object> extends MemoryCollection<Item> {
  private readonly writes = new Map<string, Promise<void>>();

  /** `announce` makes the collection's name durable; it is called before the first write. */
  constructor(
    private readonly name: string,
    private readonly store: WorldStore,
    private readonly announce: () => Promise<void>,
  ) {
    super();
  }

  /** Reads what an earlier run left. */
  async load(): Promise<void> {
    for (const { id, item } of await this.store.load(this.name)) {
      // Only this class writes the collection, with items of this type.
      await super.put(id, item as Item);
    }
  }

  override async put(id: string, item: Item): Promise<void> {
    const before = this.get(id);
    await super.put(id, item);
    await this.write(id, () => this.store.put(this.name, id, item)).catch(async (error: unknown) => {
      if (this.get(id) === item) await this.restore(id, before);
      throw error;
    });
  }

  override async delete(id: string): Promise<void> {
    const before = this.get(id);
    if (before === undefined) return;
    await super.delete(id);
    await this.write(id, () => this.store.delete(this.name, id)).catch(async (error: unknown) => {
      if (this.get(id) === undefined) await super.put(id, before);
      throw error;
    });
  }

  private restore(id: string, before: Item | undefined): Promise<void> {
    return before === undefined ? super.delete(id) : super.put(id, before);
  }

  /** Writes of one id keep their order, whatever connection each gets. */
  private write(id: string, act: () => Promise<void>): Promise<void> {
    const previous = this.writes.get(id) ?? Promise.resolve();
    const mine = previous
      .catch(() => undefined)
      .then(this.announce)
      .then(act);
    this.writes.set(id, mine);
    const forget = (): void => {
      if (this.writes.get(id) === mine) this.writes.delete(id);
    };
    mine.then(forget, forget);
    return mine;
  }
}
