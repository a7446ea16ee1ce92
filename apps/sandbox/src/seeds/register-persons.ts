import {
  address,
  adult,
  child,
  farm,
  formerAddress,
  place,
  registerPerson,
  street,
  version,
  who,
} from './register-document.js';
import type { SeedPerson } from './seed-person.js';

/**
 * The seventeen synthetic persons of Folkeregisteret that its users test with (registers reference 4.1): their
 * identifiers, and documents of the shape that each is known for. Names and streets are invented.
 */
export const REGISTER_PERSONS: readonly SeedPerson[] = [
  registerPerson(
    { ...adult('freg-home', 'Register: an ordinary home'), ...who('20838598359', 'Jevn Jerpe', '1985-03-20') },
    { bostedsadresse: [address(street('Elgtråkket', '17', place('5727', 'STAMNES')))] },
  ),
  registerPerson(
    {
      ...adult('freg-former-homes', 'Register: a home after others, a name with Č'),
      ...who('12889197496', 'Flyttet Čiežži', '1991-08-12'),
    },
    {
      bostedsadresse: [
        address(street('Nyveien', '41', place('5473', 'SNILSTVEITØY'))),
        formerAddress(street('Gamleveien', '26', place('5736', 'GRANVIN'))),
      ],
    },
  ),
  registerPerson(
    {
      ...adult('freg-same-home', 'Register: the same home twice, once as history'),
      ...who('16863448801', 'Gjentatt Gjøk', '1934-06-16'),
    },
    {
      bostedsadresse: [
        address(street('Dobbeltveien', '113', place('2220', 'ÅBOGEN'))),
        formerAddress(street('Dobbeltveien', '113', place('2220', 'ÅBOGEN'))),
      ],
    },
  ),
  registerPerson(
    {
      ...adult('freg-fortrolig', 'Register: fortrolig with a real home'),
      ...who('04834598502', 'Dulgt Dugong', '1945-03-04'),
    },
    {
      adressebeskyttelse: [version({ graderingsnivaa: 'fortrolig' })],
      bostedsadresse: [address(street('Skyggeveien', '32', place('6144', 'SYLTE')), 'fortrolig')],
    },
  ),
  registerPerson(
    {
      ...adult('freg-farm', 'Register: a farm with a number and no street'),
      ...who('17868597437', 'Landlig Lam', '1985-06-17'),
    },
    { bostedsadresse: [address(farm(11, 4, 0, place('9980', 'BERLEVÅG')))] },
  ),
  registerPerson(
    {
      ...adult('freg-postal-street', 'Register: lives in one place and wants the post in another'),
      ...who('22835095049', 'Todelt Teist', '1950-03-22'),
    },
    {
      bostedsadresse: [address(street('Hjemveien', '15', place('6996', 'VADHEIM')))],
      postadresse: [
        address({
          vegadresse: {
            adressenavn: 'Postveien',
            adressenummer: { husnummer: '22' },
            poststed: place('2540', 'TOLGA'),
          },
        }),
      ],
    },
  ),
  registerPerson(
    {
      ...adult('freg-post-box', 'Register: a post box with its owner, and an address on Bouvet Island'),
      ...who('23904597538', 'Bokset Bever', '1945-10-23'),
    },
    {
      bostedsadresse: [address(street('Bortenfor', '2108', place('9135', 'VANNVÅG')))],
      postadresse: [
        address({
          postboksadresse: {
            postbokseier: 'Bevers Venner',
            postboks: 'Test 165',
            poststed: place('5473', 'SNILSTVEITØY'),
          },
        }),
      ],
      postadresseIUtlandet: [
        address({ utenlandskAdresseIFrittFormat: { adresselinje: ['Isbreen 1'], landkode: 'BV' } }),
      ],
    },
  ),
  registerPerson(
    {
      ...child('freg-place-in-line', 'Register: free format with the postal place in a line'),
      ...who('27862199486', 'Liten Abbor', '2021-06-27'),
    },
    {
      bostedsadresse: [address(street('Granittvegen', '9', place('2270', 'FLISA')))],
      postadresse: [address({ postadresseIFrittFormat: { adresselinje: ['Granittvegen', '2270 FLISA', 'Norge'] } })],
    },
  ),
  registerPerson(
    {
      ...child('freg-unknown-home', 'Register: nobody knows the home, the post box is known'),
      ...who('20821098387', 'Sporløs Sjiraff', '2010-02-20'),
    },
    {
      bostedsadresse: [address({ ukjentBosted: { bostedskommune: '0301' } })],
      postadresse: [address({ postboksadresse: { postboks: '95', poststed: place('8890', 'LEIRFJORD') } })],
    },
  ),
  registerPerson(
    {
      ...{ key: 'freg-dead', label: 'Register: dead, with nothing but a former home', rule: 'PERSON_DECEASED' },
      ...who('28857197102', 'Bortgått Bie', '1971-05-28'),
      deceased: true,
    },
    { bostedsadresse: [formerAddress(street('Sisteveien', undefined, place('9192', 'ARNØYHAMN')))] },
  ),
  registerPerson(
    {
      ...{ key: 'freg-ceased', label: 'Register: a number that has ceased', rule: 'PERSON_NOT_REGISTERED' },
      ...{ personIdentifier: '06820298525', name: 'Opphørt Orfugl', status: 'opphoert' },
    },
    {},
  ),
];
