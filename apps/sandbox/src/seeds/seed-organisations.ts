import type { SimulatedOrganisation } from '#channels/simulation/simulation-world.js';

/** One synthetic organisation, and what a letter to it shows. */
export interface SeedOrganisation {
  readonly key: string;
  readonly label: string;
  readonly rule: string;
  readonly organisation: SimulatedOrganisation;
}

/** Names and streets are invented; the numbers begin with 3, as Tenor's do. */
export const SEED_ORGANISATIONS: readonly SeedOrganisation[] = [
  {
    key: 'active-with-role',
    label: 'Active company, someone reads its letters in Altinn',
    rule: 'ORGANISATION_ACTIVE',
    organisation: {
      organisationNumber: '311000101',
      name: 'SINDIG FJÆREPLYTT AS',
      address: { name: 'SINDIG FJÆREPLYTT AS', lines: ['Fjæra 21'], postalCode: '7030', city: 'TRONDHEIM' },
      hasRole: true,
    },
  },
  {
    key: 'active-without-role',
    label: 'Active company without anyone in a role',
    rule: 'ORGANISATION_ACTIVE',
    organisation: {
      organisationNumber: '311001205',
      name: 'ENSOM ISBJØRN AS',
      address: { name: 'ENSOM ISBJØRN AS', lines: ['Isflaket 22'], postalCode: '9170', city: 'LONGYEARBYEN' },
      hasRole: false,
    },
  },
  {
    key: 'deleted',
    label: 'Deleted company with a registered address',
    rule: 'ORGANISATION_DELETED',
    organisation: {
      organisationNumber: '311002309',
      name: 'NEDLAGT DRONTE AS',
      address: { name: 'NEDLAGT DRONTE AS', lines: ['Museumsgata 23'], postalCode: '5007', city: 'BERGEN' },
      deleted: true,
      hasRole: false,
    },
  },
  {
    key: 'bankrupt',
    label: 'Bankrupt company',
    rule: 'ORGANISATION_BANKRUPT',
    organisation: {
      organisationNumber: '311003402',
      name: 'BLAKK SKARV AS',
      address: {
        name: 'BLAKK SKARV AS',
        lines: ['c/o Bostyrer Streng Falk', 'Skiftegata 24'],
        postalCode: '0161',
        city: 'OSLO',
      },
      bankrupt: true,
      hasRole: true,
    },
  },
  {
    key: 'deleted-without-address',
    label: 'Deleted company without an address: held',
    rule: 'ORGANISATION_DELETED',
    organisation: { organisationNumber: '311004506', name: 'SPORLØS ÅL AS', deleted: true, hasRole: false },
  },
  sender('313000001', 'DIREKTORATET FOR PRØVEBREV', 'Postboks 1', '0030', 'OSLO'),
  sender('313001008', 'EKSEMPELVIK KOMMUNE', 'Rådhusplassen 1', '6150', 'ØRSTA'),
  sender('313002004', 'ETATEN FOR ANDRES BREV', 'Postboks 2', '0030', 'OSLO'),
  sender('313003000', 'BREVFABRIKKEN DATABEHANDLER AS', 'Serverhallen 3', '2815', 'GJØVIK'),
];

/** A valid synthetic number that the sandbox deliberately does not know: ORGANISATION_UNKNOWN. */
export const UNREGISTERED_ORGANISATION = '311005618';

function sender(
  organisationNumber: string,
  name: string,
  line: string,
  postalCode: string,
  city: string,
): SeedOrganisation {
  return {
    key: `sender-${organisationNumber}`,
    label: 'Sender or supplier of config/sandbox/senders.yaml',
    rule: 'ORGANISATION_ACTIVE',
    organisation: { organisationNumber, name, address: { name, lines: [line], postalCode, city }, hasRole: true },
  };
}
