import { address, adult, child, farm, formerAddress, place, registerPerson, street, who } from './register-document.js';
import type { SeedPerson } from './seed-person.js';

/** Those of the register's seventeen who have moved out, or never had a home here (D-numbers). */
export const REGISTER_PERSONS_ABROAD: readonly SeedPerson[] = [
  registerPerson(
    {
      ...child('freg-abroad', 'Register: a child that has moved abroad'),
      ...who('02851798067', 'Reist Reinsdyr', '2017-05-02'),
      status: 'utflyttet',
    },
    {
      bostedsadresse: [formerAddress(street('Forlatt', '1440', place('9733', 'KARASJOK')))],
      postadresseIUtlandet: [
        address({
          utenlandskAdresse: {
            ...{ adressenavn: 'Calle Ejemplo 281', postkode: '11000', byEllerStedsnavn: 'Montevideo' },
            ...{ distriktsnavn: 'Centro', landkode: 'UY' },
          },
        }),
      ],
    },
  ),
  registerPerson(
    {
      ...adult('freg-abroad-lines', 'Register: abroad, in free lines'),
      ...who('06864796743', 'Fjern Flodhest', '1947-06-06'),
      status: 'utflyttet',
    },
    {
      bostedsadresse: [formerAddress(street('Forrige gate', '71', place('2317', 'HAMAR')))],
      postadresseIUtlandet: [
        address({
          utenlandskAdresseIFrittFormat: {
            ...{ adresselinje: ['House 1', 'Sample Road'], postkode: '1000' },
            ...{ byEllerStedsnavn: 'Addis Abeba', landkode: 'ET' },
          },
        }),
      ],
    },
  ),
  registerPerson(
    {
      ...adult('freg-abroad-building', 'Register: abroad, with building, floor, unit and box'),
      ...who('05839297221', 'Høytboende Hauk', '1992-03-05'),
      status: 'utflyttet',
    },
    {
      bostedsadresse: [formerAddress(street('Nedlagt', '5', place('5551', 'AUKLANDSHAMN')))],
      postadresseIUtlandet: [
        address({
          utenlandskAdresse: {
            ...{ adressenavn: 'Calle Prueba 275', bygning: 'Torre 65', etasjenummer: '169', boenhet: '39' },
            ...{ postboks: '33', postkode: '1101', byEllerStedsnavn: 'San Salvador', landkode: 'SV' },
          },
        }),
      ],
    },
  ),
  registerPerson(
    {
      ...adult('freg-d-number', 'Register: a D-number, inactive, with a place to stay'),
      ...who('41919701143', 'Gjestende Gås', '1997-11-01'),
      status: 'inaktiv',
    },
    { oppholdsadresse: [address(street('Gjesteveien', '7', place('4888', 'HOMBORSUND')))] },
  ),
  registerPerson(
    {
      ...adult('freg-d-number-farm', 'Register: a D-number on a farm, with an address abroad'),
      ...who('69914600685', 'Sesongvis Svale', '1946-11-29'),
      status: 'midlertidig',
    },
    {
      oppholdsadresse: [address(farm(149, 1, 2, place('7194', 'BRANDSFJORD')))],
      postadresseIUtlandet: [
        address({
          utenlandskAdresse: {
            ...{ coAdressenavn: 'Vennlig Vert', adressenavn: 'Rue Exemple 143', byEllerStedsnavn: 'Bamako' },
            ...{ region: 'Bamako', landkode: 'ML' },
          },
        }),
      ],
    },
  ),
  registerPerson(
    {
      ...adult('freg-box-without-number', 'Register: a post box without a number, a country YY'),
      ...who('60900070260', 'Sky Sild', '2000-10-20'),
      status: 'midlertidig',
    },
    {
      oppholdsadresse: [address(street('Elvegata', '36', place('3048', 'DRAMMEN')))],
      postadresse: [
        address({
          postboksadresse: { postboks: 'PostBoks', poststed: place('0134', 'Oslo') },
          postadresseIFrittFormat: { adresselinje: ['POSTBOKS'], poststed: place('0134', 'Oslo') },
        }),
      ],
      postadresseIUtlandet: [
        address({
          utenlandskAdresse: {
            ...{ adressenavn: 'Einimel 80', postkode: 'IS-107', byEllerStedsnavn: 'Reykjavik', landkode: 'IS' },
          },
          utenlandskAdresseIFrittFormat: { adresselinje: ['EINIMEL 80', 'UOPPGITT/UKJENT'], landkode: 'YY' },
        }),
      ],
    },
  ),
];
