import type { Failure } from '#domain/failure.js';
import type { ContactFacts, OrganisationRegistration, PopulationFacts } from '#domain/recipient-facts.js';
import type { Result } from '#domain/result.js';

/**
 * The national registers. Each letter asks for its own recipient; an adapter whose register takes many at once joins
 * what waits at the same moment (`BatchedLookUp`). A register that does not answer is a Failure and delays the letters,
 * it never reads as "not registered".
 */
export interface ContactRegister {
  /** KRR answers IKKE_REGISTRERT for those it does not know. */
  lookUp(personIdentifier: string, signal: AbortSignal): Promise<Result<ContactFacts, Failure>>;
  /** The national print service: its organisation number and the certificate to encrypt to (KRR printSertifikat). */
  printService(signal: AbortSignal): Promise<Result<PrintServiceFacts, Failure>>;
}

export interface PrintServiceFacts {
  readonly organisationNumber: string;
  /** PEM. */
  readonly certificate: string;
}

export interface PopulationRegister {
  /** A person the register does not know comes back as `not-registered`. */
  lookUp(personIdentifier: string, signal: AbortSignal): Promise<Result<PopulationFacts, Failure>>;
}

export interface OrganisationRegister {
  /** Unit and sub-unit numbers both work. Unknown is an answer, not a failure. */
  lookUp(organisationNumber: string, signal: AbortSignal): Promise<Result<OrganisationRegistration, Failure>>;
}
