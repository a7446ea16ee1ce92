import type { PostalAddress } from './postal-address.js';

/** Exactly one of three forms (contract 4); a postal address may accompany an identifier as a fall-back for print. */
export type Recipient = PersonRecipient | OrganisationRecipient | AddressRecipient;

export interface PersonRecipient {
  readonly kind: 'person';
  /** Fødselsnummer or D-number, 11 digits. Never logged. */
  readonly personIdentifier: string;
  readonly postalAddress?: PostalAddress;
}

export interface OrganisationRecipient {
  readonly kind: 'organisation';
  /** Nine digits. */
  readonly organisationNumber: string;
  readonly postalAddress?: PostalAddress;
}

export interface AddressRecipient {
  readonly kind: 'address';
  readonly postalAddress: PostalAddress;
}
