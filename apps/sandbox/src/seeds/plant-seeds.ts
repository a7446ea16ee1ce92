import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '#domain/clock.js';
import type { Collection, SimulationWorld } from '#channels/simulation/simulation-world.js';
import { SEED_ORGANISATIONS } from './seed-organisations.js';
import type { SeedPolicy } from './seed-policy.js';
import { SEED_PERSONS, toSimulatedPerson } from './seed-persons.js';

/**
 * Puts the seeds into the world at boot. What a user changed since (`PUT /control/persons/…`) stays as it is; a seed
 * that is still as it was planted is planted anew, so that its contact points do not grow stale with the database.
 */
export async function plantSeeds(
  world: SimulationWorld,
  clock: Clock,
  policy: SeedPolicy = 'keep-changes',
): Promise<void> {
  const now = clock.now();
  const planted = world.collection<Planted>('sandbox.planted');
  for (const seed of SEED_PERSONS) {
    await plant(seed.personIdentifier, toSimulatedPerson(seed, now), { into: world.persons, planted, policy });
  }
  for (const { organisation } of SEED_ORGANISATIONS) {
    await plant(organisation.organisationNumber, organisation, { into: world.organisations, planted, policy });
  }
}

interface Planted {
  readonly item: object;
}

interface Bed<Item> {
  readonly into: Collection<Item>;
  readonly planted: Collection<Planted>;
  readonly policy: SeedPolicy;
}

async function plant<Item extends object>(id: string, item: Item, { into, planted, policy }: Bed<Item>): Promise<void> {
  const present = into.get(id);
  const isUntouched = present === undefined || isDeepStrictEqual(plain(present), plain(planted.get(id)?.item));
  if (!isUntouched && policy === 'keep-changes') return;
  if (isDeepStrictEqual(plain(present), plain(item))) return;
  await planted.put(id, { item });
  await into.put(id, item);
}

/** As it comes back from the database, without absent fields and classes. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
