import type { PostalAddress } from '#domain/postal-address.js';
import { freshEmail, freshMobile, staleEmail, staleMobile } from './contact-points.js';
import { EXPIRED_MAILBOX_CERTIFICATE } from './expired-mailbox-certificate.js';
import type { SeedPerson } from './seed-person.js';

/** A mailbox provider that no channel of ours serves; a valid synthetic organisation number. */
export const UNKNOWN_MAILBOX_PROVIDER = '311006703';

/** Persons with a mailbox, or with something that nearly is one. Names and streets are invented. */
export const MAILBOX_PERSONS: readonly SeedPerson[] = [
  {
    key: 'digipost',
    label: 'Digipost user',
    rule: 'ACTIVE_MAILBOX',
    personIdentifier: '20914695016',
    name: 'Snill Fjellrev',
    describe: (now) => ({
      birthDate: '1946-11-20',
      address: at('Snill Fjellrev', 'Eksempelveien 1', '0155', 'OSLO'),
      krr: {
        status: 'AKTIV',
        reserved: false,
        email: freshEmail(now, 'snill.fjellrev'),
        mobile: freshMobile(now, '99900001'),
        mailbox: 'digipost',
      },
    }),
  },
  {
    key: 'eboks',
    label: 'e-Boks user',
    rule: 'ACTIVE_MAILBOX',
    personIdentifier: '04837910191',
    name: 'Blid Havørn',
    describe: (now) => ({
      birthDate: '1979-03-04',
      address: at('Blid Havørn', 'Prøvestien 2', '5003', 'BERGEN'),
      krr: {
        status: 'AKTIV',
        reserved: false,
        email: freshEmail(now, 'blid.havorn'),
        mobile: freshMobile(now, '99900002'),
        mailbox: 'eboks',
      },
    }),
  },
  {
    key: 'mobile-only',
    label: 'e-Boks user with a mobile number alone',
    rule: 'ACTIVE_MAILBOX',
    personIdentifier: '24929924041',
    name: 'Rask Tiur',
    describe: (now) => ({
      birthDate: '1999-12-24',
      address: at('Rask Tiur', 'Testbakken 3', '7010', 'TRONDHEIM'),
      krr: { status: 'AKTIV', reserved: false, mobile: freshMobile(now, '99900003'), mailbox: 'eboks' },
    }),
  },
  {
    key: 'd-number',
    label: 'Digipost user with a D-number',
    rule: 'ACTIVE_MAILBOX',
    personIdentifier: '52868114584',
    name: 'Reisende Rødnebbterne',
    describe: (now) => ({
      birthDate: '1981-06-12',
      address: at('Reisende Rødnebbterne', 'Mønstergata 4', '9008', 'TROMSØ'),
      krr: { status: 'AKTIV', reserved: false, email: freshEmail(now, 'reisende.terne'), mailbox: 'digipost' },
    }),
  },
  {
    key: 'reserved',
    label: 'Reserved, with a Digipost mailbox',
    rule: 'RESERVED',
    personIdentifier: '15876120310',
    name: 'Stille Elg',
    describe: (now) => ({
      birthDate: '1961-07-15',
      address: at('Stille Elg', 'Skogkanten 5', '2408', 'ELVERUM'),
      krr: { status: 'AKTIV', reserved: true, email: freshEmail(now, 'stille.elg'), mailbox: 'digipost' },
    }),
  },
  {
    key: 'not-notifiable',
    label: 'Cannot be notified: no e-mail and no mobile',
    rule: 'NOT_NOTIFIABLE',
    personIdentifier: '28815530529',
    name: 'Trøtt Grevling',
    describe: () => ({
      birthDate: '1955-01-28',
      address: at('Trøtt Grevling', 'Hiet 6', '4014', 'STAVANGER'),
      krr: { status: 'AKTIV', reserved: false, mailbox: 'digipost' },
    }),
  },
  {
    key: 'stale-contact',
    label: 'Contact information older than 18 months',
    rule: 'NOT_NOTIFIABLE',
    personIdentifier: '09908340741',
    name: 'Sen Skilpadde',
    describe: (now) => ({
      birthDate: '1983-10-09',
      address: at('Sen Skilpadde', 'Langveien 7', '8006', 'BODØ'),
      krr: {
        status: 'AKTIV',
        reserved: false,
        email: staleEmail(now, 'sen.skilpadde'),
        mobile: staleMobile(now, '99900007'),
        mailbox: 'eboks',
      },
    }),
  },
  {
    key: 'no-mailbox',
    label: 'No mailbox',
    rule: 'NO_MAILBOX',
    personIdentifier: '17859011284',
    name: 'Treg Hummer',
    describe: (now) => ({
      birthDate: '1990-05-17',
      address: at('Treg Hummer', 'Bryggekanten 8', '4614', 'KRISTIANSAND S'),
      krr: {
        status: 'AKTIV',
        reserved: false,
        email: freshEmail(now, 'treg.hummer'),
        mobile: freshMobile(now, '99900008'),
      },
    }),
  },
  {
    key: 'expired-certificate',
    label: 'Mailbox with an expired certificate',
    rule: 'NO_MAILBOX',
    personIdentifier: '05889243750',
    name: 'Utdatert Ugle',
    describe: (now) => ({
      birthDate: '1992-08-05',
      address: at('Utdatert Ugle', 'Gamleveien 9', '3015', 'DRAMMEN'),
      krr: {
        status: 'AKTIV',
        reserved: false,
        email: freshEmail(now, 'utdatert.ugle'),
        mailbox: 'digipost',
        mailboxCertificate: EXPIRED_MAILBOX_CERTIFICATE,
      },
    }),
  },
  {
    key: 'unknown-provider',
    label: 'Mailbox at an unknown provider',
    rule: 'NO_MAILBOX',
    personIdentifier: '16818713960',
    name: 'Fremmed Flamingo',
    describe: (now) => ({
      birthDate: '1987-01-16',
      address: at('Fremmed Flamingo', 'Utkanten 10', '3715', 'SKIEN'),
      krr: {
        status: 'AKTIV',
        reserved: false,
        email: freshEmail(now, 'fremmed.flamingo'),
        mailbox: 'digipost',
        mailboxProvider: UNKNOWN_MAILBOX_PROVIDER,
      },
    }),
  },
];

function at(name: string, line: string, postalCode: string, city: string): PostalAddress {
  return { name, lines: [line], postalCode, city };
}
