import type { PostalAddress } from '#domain/postal-address.js';

/**
 * What the simulated services share: the population, the organisations, and what was delivered. The sandbox keeps it
 * in PostgreSQL (schema `sandbox`), the conformance suite in memory. `put` resolves when it is durable.
 */
export interface SimulationWorld {
  readonly persons: Collection<SimulatedPerson>;
  readonly organisations: Collection<SimulatedOrganisation>;
  readonly deliveries: Collection<SimulatedDelivery>;
  /** Exact bytes by key, e.g. `<deliveryId>/raw` and `<deliveryId>/sbd`. */
  readonly blobs: Blobs;
  /** A simulator's own records, by a name of its choice, e.g. `altinn.correspondences`. */
  collection<Item extends object>(name: string): Collection<Item>;
}

export interface Collection<Item> {
  get(id: string): Item | undefined;
  put(id: string, item: Item): Promise<void>;
  delete(id: string): Promise<void>;
  /** In order of first insertion. */
  values(): IterableIterator<Item>;
}

export interface Blobs {
  put(key: string, bytes: Buffer): Promise<void>;
  get(key: string): Promise<Buffer | undefined>;
}

/** `PUT /control/persons/{personIdentifier}` (contract 7). */
export interface SimulatedPerson {
  readonly personIdentifier: string;
  readonly name: string;
  /** YYYY-MM-DD */
  readonly birthDate?: string;
  readonly deceased?: boolean;
  readonly estateAddress?: PostalAddress;
  readonly protection?: 'none' | 'fortrolig' | 'strengtFortrolig' | 'klientadresse';
  readonly address?: PostalAddress;
  readonly krr?: SimulatedContact;
  /** `PUT …/folkeregisteret`: the raw person document the register returns from then on. */
  readonly folkeregisteretDocument?: Readonly<Record<string, unknown>>;
  /** Seeds only: the person document until the person or the document is put anew. */
  readonly seededDocument?: Readonly<Record<string, unknown>>;
  /** The identifier in use now: the register finds that person by this one. */
  readonly replacedBy?: string;
}

export interface SimulatedContact {
  readonly status: 'AKTIV' | 'SLETTET' | 'IKKE_REGISTRERT';
  readonly reserved?: boolean;
  readonly email?: SimulatedContactPoint;
  readonly mobile?: SimulatedContactPoint;
  readonly mailbox?: 'digipost' | 'eboks';
  /** Seeds only: the organisation number that KRR names as the mailbox's provider instead of its own. */
  readonly mailboxProvider?: string;
  /** Seeds only: the PEM that KRR hands out instead of the provider's certificate. */
  readonly mailboxCertificate?: string;
}

export interface SimulatedContactPoint {
  readonly value: string;
  /** RFC 3339 */
  readonly updated?: string;
  readonly verified?: string;
}

/** `PUT /control/organisations/{orgnr}` (contract 7). */
export interface SimulatedOrganisation {
  readonly organisationNumber: string;
  readonly name: string;
  /** Where the business is. */
  readonly address?: PostalAddress;
  /** Where its post goes, when that is another. */
  readonly postalAddress?: PostalAddress;
  /** A sub-unit of this organisation number. */
  readonly parent?: string;
  readonly deleted?: boolean;
  /** Taken out of the register altogether: 410. */
  readonly removed?: boolean;
  readonly bankrupt?: boolean;
  /** Compulsory liquidation or dissolution by the court. */
  readonly forcedLiquidation?: boolean;
  /** Its written form of Norwegian; default Bokmål. */
  readonly language?: 'nb' | 'nn';
  /** Whether anyone holds a role that may read its letters in Altinn. */
  readonly hasRole: boolean;
}

/** `GET /control/deliveries`: what a mailbox, Altinn or the printer really received. */
export interface SimulatedDelivery {
  readonly id: string;
  readonly channel: string;
  /** DPI ConversationId, Altinn sendersReference or print order id. */
  readonly reference: string;
  /** Mailbox address, identifier or name: who got it. */
  readonly recipient: string;
  readonly title: string;
  readonly address?: PostalAddress;
  readonly documents: readonly SimulatedDocument[];
  /** RFC 3339, by the sandbox clock. */
  readonly receivedAt: string;
  /** What a mailbox tells the citizen about it; no addresses and no texts. */
  readonly notices?: readonly SimulatedNotice[];
}

export interface SimulatedNotice {
  /** Ordered by the sender with the letter, or by the citizen for every letter. */
  readonly by: 'sender' | 'citizen';
  readonly channel: 'email' | 'sms';
  /** Days after the letter can be seen. */
  readonly afterDays: readonly number[];
}

export interface SimulatedDocument {
  readonly fileName: string;
  readonly mediaType: string;
  /** Hex digest of the plain content. */
  readonly sha256: string;
}
