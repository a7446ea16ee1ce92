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
  {
    key: 'postal-address',
    label: 'Active company in Nynorsk whose post goes to a box',
    rule: 'ORGANISATION_ACTIVE',
    organisation: {
      organisationNumber: '311008048',
      name: 'TRIVELEG TIUR AS',
      address: { name: 'TRIVELEG TIUR AS', lines: ['Skogvegen 26'], postalCode: '6800', city: 'FØRDE' },
      postalAddress: { name: 'TRIVELEG TIUR AS', lines: ['Postboks 27'], postalCode: '6801', city: 'FØRDE' },
      language: 'nn',
      hasRole: true,
    },
  },
  {
    key: 'sub-unit',
    label: 'Sub-unit of the active company',
    rule: 'ORGANISATION_ACTIVE',
    organisation: {
      organisationNumber: '311007017',
      name: 'SINDIG FJÆREPLYTT AVD BODØ',
      address: { name: 'SINDIG FJÆREPLYTT AVD BODØ', lines: ['Moloen 28'], postalCode: '8006', city: 'BODØ' },
      parent: '311000101',
      hasRole: true,
    },
  },
  {
    key: 'bankrupt-sub-unit',
    label: 'Sub-unit of the bankrupt company, without an address',
    rule: 'ORGANISATION_BANKRUPT',
    organisation: { organisationNumber: '311007025', name: 'BLAKK SKARV AVD VEST', parent: '311003402', hasRole: true },
  },
  {
    key: 'forced-liquidation',
    label: 'Company dissolved by the court',
    rule: 'ORGANISATION_BANKRUPT',
    organisation: {
      organisationNumber: '311009052',
      name: 'OPPLØST OTER AS',
      address: { name: 'OPPLØST OTER AS', lines: ['Elvebredden 29'], postalCode: '2004', city: 'LILLESTRØM' },
      forcedLiquidation: true,
      hasRole: true,
    },
  },
  {
    key: 'removed',
    label: 'Taken out of the register (410): held',
    rule: 'ORGANISATION_DELETED',
    organisation: { organisationNumber: '311010069', name: 'FJERNET FLAGGERMUS AS', removed: true, hasRole: false },
  },
  {
    key: 'foreign',
    label: 'Active company with its address abroad',
    rule: 'ORGANISATION_ACTIVE',
    organisation: {
      organisationNumber: '311011073',
      name: 'UTENBYS UGLE NUF',
      address: { name: 'UTENBYS UGLE NUF', lines: ['Exempelgatan 30'], city: '111 22 STOCKHOLM', countryCode: 'SE' },
      hasRole: true,
    },
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
