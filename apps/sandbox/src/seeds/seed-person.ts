import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';

/** One synthetic person, and what a letter to that person shows. */
export interface SeedPerson {
  /** Stable, for tests and tables. */
  readonly key: string;
  /** What is special, in English, for the tables that people read. */
  readonly label: string;
  /** The routing rule (design 6) that a decision meets. */
  readonly rule: string;
  readonly personIdentifier: string;
  readonly name: string;
  /** `now` dates the contact points, so that fresh ones are fresh and stale ones stale whenever a sandbox boots. */
  describe(now: Date): Omit<SimulatedPerson, 'personIdentifier' | 'name'>;
}
