import type { Failure } from '#domain/failure.js';
import type { ContactFacts, OrganisationRegistration, PopulationFacts } from '#domain/recipient-facts.js';
import type { Result } from '#domain/result.js';

/**
 * The national registers. All take many keys at once and answer with a map that has every key asked for; a register
 * that does not answer is a Failure and delays the letters, it never reads as "not registered".
 */
export interface ContactRegister {
  /** At most 1,000 person identifiers. KRR answers IKKE_REGISTRERT for those it does not know. */
  lookUp(
    personIdentifiers: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, ContactFacts>, Failure>>;
  /** The national print service: its organisation number and the certificate to encrypt to (KRR printSertifikat). */
  printService(signal: AbortSignal): Promise<Result<PrintServiceFacts, Failure>>;
}

export interface PrintServiceFacts {
  readonly organisationNumber: string;
  /** PEM. */
  readonly certificate: string;
}

export interface PopulationRegister {
  /** At most 1,000 person identifiers; a person the register does not know comes back as `not-registered`. */
  lookUp(
    personIdentifiers: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, PopulationFacts>, Failure>>;
}

export interface OrganisationRegister {
  /** One organisation; unit and sub-unit numbers both work. Unknown is an answer, not a failure. */
  lookUp(organisationNumber: string, signal: AbortSignal): Promise<Result<OrganisationRegistration, Failure>>;
}
