import type { Evidence } from './letter-event.js';
import type { ChannelId } from './channel-id.js';
import type { PostalAddress } from './postal-address.js';

/**
 * What the registers say about a recipient at this dispatch: looked up every time, never kept (KRR terms of use).
 * Routing reads nothing else. `evidence` says where each fact came from and when, without the facts themselves.
 */
export type RecipientFacts = PersonFacts | OrganisationFacts | AddressFacts;

export interface PersonFacts {
  readonly kind: 'person';
  readonly contact: ContactFacts;
  readonly population: PopulationFacts;
  readonly evidence: readonly Evidence[];
}

export interface OrganisationFacts {
  readonly kind: 'organisation';
  readonly organisation: OrganisationRegistration;
  readonly evidence: readonly Evidence[];
}

/** A letter with a postal address alone: nothing to look up. */
export interface AddressFacts {
  readonly kind: 'address';
  readonly evidence: readonly Evidence[];
}

/** KRR: contact and reservation register (registers reference 2). */
export interface ContactFacts {
  readonly status: 'AKTIV' | 'SLETTET' | 'IKKE_REGISTRERT';
  /** Reserved against digital decisions (eForvaltningsforskriften § 9). */
  readonly reserved: boolean;
  /** KRR's own word, `varslingsstatus`. */
  readonly canBeNotified: boolean;
  readonly email?: ContactPoint;
  readonly mobile?: ContactPoint;
  readonly mailbox?: MailboxFacts;
  /** The language the person prefers, nb/nn/en/se. */
  readonly language?: string;
}

/** A contact point counts for notices when it was updated *or* verified in the last 18 months (§ 32). */
export interface ContactPoint {
  readonly value: string;
  readonly updated?: Date;
  readonly verified?: Date;
}

export interface MailboxFacts {
  /** Organisation number of the mailbox provider, e.g. Digipost 984661185. */
  readonly providerOrganisation: string;
  /** The person's address at that provider. */
  readonly address: string;
  /** PEM of the certificate to encrypt to. */
  readonly certificate?: string;
  readonly certificateValidity?: { readonly from: Date; readonly to: Date };
}

/** Folkeregisteret (registers reference 4.1). */
export interface PopulationFacts {
  readonly status: 'registered' | 'not-registered';
  readonly name?: string;
  readonly deceased: boolean;
  readonly birthDate?: Date;
  readonly protection: AddressProtection;
  /** Where a postman would bring a letter; for the deceased the estate's address. */
  readonly postalAddress?: PostalAddress;
  /** The identifier in use now, when the one asked for has been replaced. */
  readonly currentIdentifier?: string;
}

/** Kode 7, kode 6 and klientadresse: paper only, with what the register allows, masked everywhere else. */
export type AddressProtection = 'none' | 'fortrolig' | 'strengtFortrolig' | 'klientadresse';

/** Enhetsregisteret (registers reference 4.2). */
export interface OrganisationRegistration {
  readonly status: 'active' | 'unknown' | 'deleted' | 'bankrupt';
  readonly name?: string;
  readonly postalAddress?: PostalAddress;
}

/** Which of the enabled channels serves a mailbox provider; undefined when nobody does. */
export type MailboxChannelOf = (providerOrganisation: string) => ChannelId | undefined;
