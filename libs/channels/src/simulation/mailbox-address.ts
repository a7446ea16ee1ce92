import { createHash } from 'node:crypto';
import type { SimulatedPerson, SimulationWorld } from './simulation-world.js';

/**
 * The address of a person's simulated mailbox, as KRR tells it and the mailbox provider receives it. Derived from the
 * identifier by a hash, so that it looks like a real one, is stable over restarts and is not the identifier.
 */
export function mailboxAddressOf(personIdentifier: string): string {
  const digest = createHash('sha256').update(`mailbox ${personIdentifier}`).digest('hex');
  return `innbygger.${digest.slice(0, 12)}#${digest.slice(12, 16).toUpperCase()}`;
}

/** Finds the person behind an address; hashes each person of the world once. */
export class MailboxDirectory {
  private readonly identifiers = new Map<string, string>();
  private readonly hashed = new Set<string>();

  constructor(private readonly world: Pick<SimulationWorld, 'persons'>) {}

  personAt(address: string): SimulatedPerson | undefined {
    return this.known(address) ?? this.hashNewcomers(address);
  }

  private known(address: string): SimulatedPerson | undefined {
    const identifier = this.identifiers.get(address);
    return identifier === undefined ? undefined : this.world.persons.get(identifier);
  }

  private hashNewcomers(address: string): SimulatedPerson | undefined {
    for (const { personIdentifier } of this.world.persons.values()) {
      if (this.hashed.has(personIdentifier)) continue;
      this.hashed.add(personIdentifier);
      this.identifiers.set(mailboxAddressOf(personIdentifier), personIdentifier);
    }
    return this.known(address);
  }
}
