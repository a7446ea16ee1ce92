import type { PostalAddress } from '#domain/postal-address.js';
import { freshEmail } from './contact-points.js';
import type { SeedPerson } from './seed-person.js';

const UNKNOWN_TO_KRR = { status: 'IKKE_REGISTRERT', reserved: false } as const;

/** Persons whose letters go on paper, for every reason there is. Names and streets are invented. */
export const PAPER_PERSONS: readonly SeedPerson[] = [
  {
    key: 'deleted-in-krr',
    label: 'Deleted in the contact register',
    rule: 'NOT_NOTIFIABLE',
    personIdentifier: '03927221445',
    name: 'Gjemt Lemen',
    describe: () => ({
      birthDate: '1972-12-03',
      address: at('Gjemt Lemen', 'Tuftebakken 11', '2317', 'HAMAR'),
      krr: { status: 'SLETTET', reserved: false },
    }),
  },
  {
    key: 'unknown-to-krr',
    label: 'Unknown to the contact register',
    rule: 'NOT_NOTIFIABLE',
    personIdentifier: '21883831648',
    name: 'Ukjent Jerv',
    describe: () => ({
      birthDate: '1938-08-21',
      address: at('Ukjent Jerv', 'Urda 12', '9510', 'ALTA'),
      krr: UNKNOWN_TO_KRR,
    }),
  },
  {
    key: 'deceased-estate',
    label: 'Deceased, the estate has an address',
    rule: 'PERSON_DECEASED',
    personIdentifier: '11824141853',
    name: 'Avdød Alke',
    describe: () => ({
      birthDate: '1941-02-11',
      deceased: true,
      address: at('Avdød Alke', 'Fugleberget 13', '6005', 'ÅLESUND'),
      estateAddress: at('Dødsboet etter Avdød Alke', 'Skiftegata 14', '6005', 'ÅLESUND'),
      krr: { status: 'SLETTET', reserved: false },
    }),
  },
  {
    key: 'deceased',
    label: 'Deceased, no address for the estate',
    rule: 'PERSON_DECEASED',
    personIdentifier: '30864912083',
    name: 'Salig Sel',
    describe: () => ({ birthDate: '1949-06-30', deceased: true, krr: { status: 'SLETTET', reserved: false } }),
  },
  {
    key: 'under-18',
    label: 'Under 18, with a Digipost mailbox',
    rule: 'PERSON_UNDER_18',
    personIdentifier: '22841262275',
    name: 'Ung Ekorn',
    describe: (now) => ({
      birthDate: '2012-04-22',
      address: at('Ung Ekorn', 'Granstubben 15', '1530', 'MOSS'),
      krr: { status: 'AKTIV', reserved: false, email: freshEmail(now, 'ung.ekorn'), mailbox: 'digipost' },
    }),
  },
  {
    key: 'age-unknown',
    label: 'Age unknown, with an e-Boks mailbox',
    rule: 'AGE_UNKNOWN',
    personIdentifier: '19898822411',
    name: 'Tidløs Torsk',
    describe: (now) => ({
      address: at('Tidløs Torsk', 'Havbunnen 16', '8300', 'SVOLVÆR'),
      krr: { status: 'AKTIV', reserved: false, email: freshEmail(now, 'tidlos.torsk'), mailbox: 'eboks' },
    }),
  },
  {
    key: 'fortrolig',
    label: 'Protected address, fortrolig (kode 7)',
    rule: 'NOT_NOTIFIABLE',
    personIdentifier: '08919432609',
    name: 'Varsom Røyskatt',
    describe: () => ({
      birthDate: '1994-11-08',
      protection: 'fortrolig',
      address: at('Varsom Røyskatt', 'Steinrøysa 17', '3208', 'SANDEFJORD'),
      krr: UNKNOWN_TO_KRR,
    }),
  },
  {
    key: 'streng-fortrolig',
    label: 'Protected address, strengt fortrolig (kode 6)',
    rule: 'NOT_NOTIFIABLE',
    personIdentifier: '26828542841',
    name: 'Usynlig Gaupe',
    describe: () => ({
      birthDate: '1985-02-26',
      protection: 'strengtFortrolig',
      // What the register gives for kode 6: a box of the authority that forwards the mail, never a home.
      address: at('Usynlig Gaupe', 'Postboks 1800', '0031', 'OSLO'),
      krr: UNKNOWN_TO_KRR,
    }),
  },
  {
    key: 'klientadresse',
    label: 'Protected address, klientadresse',
    rule: 'NOT_NOTIFIABLE',
    personIdentifier: '07877713002',
    name: 'Skjermet Spurv',
    describe: () => ({
      birthDate: '1977-07-07',
      protection: 'klientadresse',
      address: at('Skjermet Spurv', 'Postboks 18', '1702', 'SARPSBORG'),
      krr: UNKNOWN_TO_KRR,
    }),
  },
  {
    key: 'foreign-address',
    label: 'Address abroad',
    rule: 'NO_MAILBOX',
    personIdentifier: '13906823262',
    name: 'Utflyttet Stork',
    describe: (now) => ({
      birthDate: '1968-10-13',
      address: {
        name: 'Utflyttet Stork',
        lines: ['Exempelgatan 19', '111 22 STOCKHOLM'],
        countryCode: 'SE',
      },
      krr: { status: 'AKTIV', reserved: false, email: freshEmail(now, 'utflyttet.stork') },
    }),
  },
  {
    key: 'no-address',
    label: 'No address and no mailbox: held',
    rule: 'NOT_NOTIFIABLE',
    personIdentifier: '31835933485',
    name: 'Hjemløs Heire',
    describe: () => ({ birthDate: '1959-03-31', krr: UNKNOWN_TO_KRR }),
  },
];

/** A valid synthetic number that the sandbox deliberately does not know: PERSON_NOT_REGISTERED. */
export const UNREGISTERED_PERSON = '02856534300';

function at(name: string, line: string, postalCode: string, city: string): PostalAddress {
  return { name, lines: [line], postalCode, city };
}
