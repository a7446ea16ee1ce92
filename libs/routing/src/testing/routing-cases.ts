import type { ChannelCapabilities } from '#domain/channel-capabilities.js';
import type { Letter } from '#domain/letter.js';
import type { PostalAddress } from '#domain/postal-address.js';
import type { ContactFacts, OrganisationFacts, PersonFacts, PopulationFacts } from '#domain/recipient-facts.js';
import type { RoutingContext } from '../routing-context.js';

/** Builders for routing specs: an ordinary case that each test changes in one point. */
export const NOW = new Date('2026-11-23T10:00:00Z');
export const DIGIPOST = '984661185';
export const EBOKS = '922020175';
export const ADDRESS: PostalAddress = {
  name: 'Test Testesen',
  lines: ['Prøveveien 1'],
  postalCode: '0150',
  city: 'Oslo',
};

const FRESH = { value: 'a@example.no', updated: new Date('2026-06-01T00:00:00Z') };
const PDF = {
  title: 'Vedtak',
  fileName: 'vedtak.pdf',
  mediaType: 'application/pdf',
  size: 50_000,
  sha256: '00',
  documentId: 'd',
};

export function letter(change: Partial<Letter> = {}): Letter {
  return {
    letterId: 'a5f1c1de-0000-4000-8000-000000000001',
    sender: { organisationNumber: '313000001' },
    recipient: { kind: 'person', personIdentifier: '20914695016' },
    conversationId: 'a5f1c1de-0000-4000-8000-000000000001',
    legalEffect: 'decision',
    securityLevel: 4,
    title: 'Vedtak',
    language: 'nb',
    documents: [PDF],
    openReceipt: false,
    notification: {},
    delivery: { digitalOnly: false },
    print: { colour: 'black-and-white', postage: 'B', duplex: true, undeliverable: 'return' },
    priority: 'normal',
    ...change,
  };
}

export function withDocument(change: Partial<typeof PDF>): Pick<Letter, 'documents'> {
  return { documents: [{ ...PDF, ...change }] };
}

export function delivery(change: Partial<Letter['delivery']>): Pick<Letter, 'delivery'> {
  return { delivery: { digitalOnly: false, ...change } };
}

export function person(contact: Partial<ContactFacts> = {}, population: Partial<PopulationFacts> = {}): PersonFacts {
  return {
    kind: 'person',
    contact: {
      status: 'AKTIV',
      reserved: false,
      canBeNotified: true,
      email: FRESH,
      mailbox: {
        providerOrganisation: DIGIPOST,
        address: 'box#1',
        certificate: 'pem',
        certificateValidity: { from: new Date('2025-01-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') },
      },
      ...contact,
    },
    population: {
      status: 'registered',
      deceased: false,
      birthDate: new Date('1980-01-01T00:00:00Z'),
      protection: 'none',
      postalAddress: ADDRESS,
      ...population,
    },
    evidence: [{ register: 'krr', what: 'status AKTIV', at: NOW.toISOString() }],
  };
}

/** A person as `person()`, without the named parts of the contact register's answer. */
export function personWithout(part: 'mailbox' | 'contactPoints'): PersonFacts {
  const facts = person();
  const { mailbox, email, mobile, ...rest } = facts.contact;
  const points = { ...(email && { email }), ...(mobile && { mobile }) };
  return { ...facts, contact: part === 'mailbox' ? { ...rest, ...points } : { ...rest, ...(mailbox && { mailbox }) } };
}

export function withoutAddress(facts: PersonFacts): PersonFacts {
  const { postalAddress: _gone, ...population } = facts.population;
  return { ...facts, population };
}

export function organisation(change: Partial<OrganisationFacts['organisation']> = {}): OrganisationFacts {
  return { kind: 'organisation', organisation: { status: 'active', postalAddress: ADDRESS, ...change }, evidence: [] };
}

const PDF_ONLY = ['application/pdf'];
export const CHANNELS: readonly ChannelCapabilities[] = [
  mailbox('digipost', DIGIPOST),
  mailbox('eboks', EBOKS),
  {
    channel: 'altinn',
    recipients: ['person', 'organisation'],
    maxTotalBytes: 2_000_000_000,
    maxDocuments: 100,
    mediaTypes: [...PDF_ONLY, 'application/zip', 'text/csv'],
    mailboxProviders: [],
    reportsOpening: true,
  },
  {
    channel: 'print',
    recipients: ['person', 'organisation', 'address'],
    maxTotalBytes: 60_000_000,
    maxDocuments: 50,
    mediaTypes: PDF_ONLY,
    mailboxProviders: [],
    reportsOpening: false,
  },
];

function mailbox(channel: string, provider: string): ChannelCapabilities {
  return {
    channel,
    recipients: ['person'],
    maxTotalBytes: 45_000_000,
    maxDocuments: 201,
    mediaTypes: [...PDF_ONLY, 'text/html'],
    mailboxProviders: [provider],
    reportsOpening: true,
  };
}

export const STATE: RoutingContext = {
  now: NOW,
  profile: { activeMailbox: ['mailbox', 'print'], noMailbox: ['print'], organisation: ['altinn', 'print'] },
  channels: CHANNELS,
  mailboxChannelOf: (provider) => CHANNELS.find((channel) => channel.mailboxProviders.includes(provider))?.channel,
};

export const MUNICIPAL: RoutingContext = {
  ...STATE,
  profile: {
    activeMailbox: ['mailbox', 'altinn', 'print'],
    noMailbox: ['altinn', 'print'],
    organisation: ['altinn', 'print'],
    personReadDeadlineWorkingDays: 2,
  },
};
