import type {
  Blobs,
  SimulatedDelivery,
  SimulatedOrganisation,
  SimulatedPerson,
  SimulationWorld,
} from '#channels/simulation/simulation-world.js';
import { DurableCollection } from './durable-collection.js';
import type { WorldStore } from './world-store.port.js';

/** Holds the names of all other collections, so that a boot knows what to load. */
const NAMES = 'collections';

/**
 * The world of the sandbox: everything in memory for the simulators, everything in PostgreSQL for the next boot, so
 * that a sandbox that is killed comes back with the same mailboxes.
 */
export class DurableWorld implements SimulationWorld {
  readonly blobs: Blobs;
  private readonly collections = new Map<string, unknown>();

  private constructor(private readonly store: WorldStore) {
    this.blobs = {
      put: (key, bytes) => store.putBlob(key, bytes),
      get: (key) => store.getBlob(key),
    };
  }

  static async load(store: WorldStore): Promise<DurableWorld> {
    const world = new DurableWorld(store);
    for (const { id } of await store.load(NAMES)) await world.collection(id).load();
    return world;
  }

  get persons(): DurableCollection<SimulatedPerson> {
    return this.collection('persons');
  }

  get organisations(): DurableCollection<SimulatedOrganisation> {
    return this.collection('organisations');
  }

  get deliveries(): DurableCollection<SimulatedDelivery> {
    return this.collection('deliveries');
  }

  collection<Item extends object>(name: string): DurableCollection<Item> {
    // A name belongs to one simulator, which always asks for the same type.
    const known = this.collections.get(name) as DurableCollection<Item> | undefined;
    if (known !== undefined) return known;
    const created = new DurableCollection<Item>(name, this.store, this.announcer(name));
    this.collections.set(name, created);
    return created;
  }

  private announcer(name: string): () => Promise<void> {
    let announced: Promise<void> | undefined;
    return () => {
      announced ??= this.store.put(NAMES, name, { name }).catch((error: unknown) => {
        announced = undefined;
        throw error;
      });
      return announced;
    };
  }
}
