import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import { ESTATE_PERSONS } from './estate-persons.js';
import { MAILBOX_PERSONS } from './mailbox-persons.js';
import { PAPER_PERSONS } from './paper-persons.js';
import { REGISTER_PERSONS_ABROAD } from './register-persons-abroad.js';
import { REGISTER_PERSONS } from './register-persons.js';
import type { SeedPerson } from './seed-person.js';

/** The whole population that a new sandbox has. */
export const SEED_PERSONS: readonly SeedPerson[] = [
  ...MAILBOX_PERSONS,
  ...PAPER_PERSONS,
  ...ESTATE_PERSONS,
  ...REGISTER_PERSONS,
  ...REGISTER_PERSONS_ABROAD,
];

export function toSimulatedPerson(seed: SeedPerson, now: Date): SimulatedPerson {
  return { personIdentifier: seed.personIdentifier, name: seed.name, ...seed.describe(now) };
}
