import type { Evidence } from '#domain/letter-event.js';
import type { ContactFacts, OrganisationRegistration, PopulationFacts } from '#domain/recipient-facts.js';

/**
 * Which register said what and when, in words that may go into receipts: what decided, without the person's data. An
 * address protection is not told, since that there is one is itself to be kept secret.
 */
export function contactEvidence(facts: ContactFacts, at: string): Evidence {
  const what = [
    `status ${facts.status}`,
    facts.reserved ? 'reserved' : 'not reserved',
    facts.canBeNotified ? 'can be notified' : 'cannot be notified',
    facts.mailbox === undefined ? 'no mailbox' : `mailbox at ${facts.mailbox.providerOrganisation}`,
  ];
  return { register: 'krr', what: what.join(', '), at };
}

export function populationEvidence(facts: PopulationFacts, at: string): Evidence {
  if (facts.status === 'not-registered') return { register: 'folkeregisteret', what: 'not registered', at };
  const what = [
    'registered',
    ...(facts.deceased ? ['deceased'] : []),
    ...(facts.currentIdentifier === undefined ? [] : ['has another identifier now']),
  ];
  return { register: 'folkeregisteret', what: what.join(', '), at };
}

export function organisationEvidence(facts: OrganisationRegistration, at: string): Evidence {
  return { register: 'enhetsregisteret', what: facts.status, at };
}
