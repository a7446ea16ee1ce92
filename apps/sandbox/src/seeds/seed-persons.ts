import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import { MAILBOX_PERSONS } from './mailbox-persons.js';
import { PAPER_PERSONS } from './paper-persons.js';
import type { SeedPerson } from './seed-person.js';

/** The whole population that a new sandbox has. */
export const SEED_PERSONS: readonly SeedPerson[] = [...MAILBOX_PERSONS, ...PAPER_PERSONS];

export function toSimulatedPerson(seed: SeedPerson, now: Date): SimulatedPerson {
  return { personIdentifier: seed.personIdentifier, name: seed.name, ...seed.describe(now) };
}
