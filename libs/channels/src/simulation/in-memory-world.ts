import { MemoryBlobs } from './memory-blobs.js';
import { MemoryCollection } from './memory-collection.js';
import type { SimulatedDelivery, SimulatedOrganisation, SimulatedPerson, SimulationWorld } from './simulation-world.js';

/** The world of one process; gone with it. The sandbox's durable world has the same shape over the database. */
export class InMemoryWorld implements SimulationWorld {
  readonly persons = new MemoryCollection<SimulatedPerson>();
  readonly organisations = new MemoryCollection<SimulatedOrganisation>();
  readonly deliveries = new MemoryCollection<SimulatedDelivery>();
  readonly blobs = new MemoryBlobs();
  private readonly others = new Map<string, unknown>();

  collection<Item extends object>(name: string): MemoryCollection<Item> {
    // A name belongs to one simulator, which always asks for the same type.
    const known = this.others.get(name) as MemoryCollection<Item> | undefined;
    if (known !== undefined) return known;
    const created = new MemoryCollection<Item>();
    this.others.set(name, created);
    return created;
  }
}
