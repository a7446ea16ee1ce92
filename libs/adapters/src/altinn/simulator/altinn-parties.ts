import { isPersonIdentifier } from '#domain/identifiers.js';
import type { SimulationWorld } from '#channels/simulation/simulation-world.js';

/** A recipient string in any of Altinn's forms (registers reference 1.3). */
export interface AltinnParty {
  readonly kind: 'person' | 'organisation' | 'email' | 'self-identified';
  /** Identifier without its prefix. */
  readonly id: string;
  /** As Altinn answers it. */
  readonly urn: string;
}

const ORGANISATION_URN = 'urn:altinn:organization:identifier-no:';
const PERSON_URN = 'urn:altinn:person:identifier-no:';
const FORMS = [
  ['organisation', /^(?:0192:|urn:altinn:organization:identifier-no:)(\d{9})$/, ORGANISATION_URN],
  ['person', /^(?:urn:altinn:person:identifier-no:)?(\d{11})$/, PERSON_URN],
  ['email', /^urn:altinn:person:idporten-email:(.+)$/, 'urn:altinn:person:idporten-email:'],
  ['self-identified', /^urn:altinn:person:legacy-selfidentified:([^:]+)$/, 'urn:altinn:person:legacy-selfidentified:'],
] as const;

/** Undefined for what Altinn does not take as a recipient. */
export function partyOf(recipient: string): AltinnParty | undefined {
  for (const [kind, pattern, prefix] of FORMS) {
    const id = pattern.exec(recipient)?.[1];
    if (id !== undefined) return { kind, id, urn: prefix + id };
  }
  return undefined;
}

/** The text of the model error, or undefined. Organisation numbers are looked up later and not checked by digits. */
export function recipientProblem(recipient: string): string | undefined {
  const party = partyOf(recipient);
  if (party === undefined) return 'Recipients should be of a valid format';
  return party.kind === 'person' && !isPersonIdentifier(party.id)
    ? 'The given Recipient national identity number is not valid'
    : undefined;
}

export function organisationUrn(organisationNumber: string): string {
  return ORGANISATION_URN + organisationNumber;
}

/** Whether Altinn's register has the party. */
export function exists(party: AltinnParty, world: SimulationWorld): boolean {
  switch (party.kind) {
    case 'person':
      return world.persons.get(party.id) !== undefined;
    case 'organisation':
      return world.organisations.get(party.id) !== undefined;
    case 'email':
    case 'self-identified':
      return true;
  }
}

export function isReserved(party: AltinnParty, world: SimulationWorld): boolean {
  return party.kind === 'person' && world.persons.get(party.id)?.krr?.reserved === true;
}

/** Organisations need somebody in a role that may read; a person reads their own. */
export function lacksRoles(party: AltinnParty, world: SimulationWorld): boolean {
  return party.kind === 'organisation' && world.organisations.get(party.id)?.hasRole !== true;
}
