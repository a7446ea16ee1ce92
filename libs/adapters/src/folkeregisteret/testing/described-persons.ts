import type { JsonObject } from '#platform/parse-json.js';
import { current, former } from './person-builder.js';

/**
 * Five of the published synthetic persons that are known by description alone (registers reference 4.1), made anew with
 * the shape that they are known for; names and streets that the description does not have are invented.
 */
const UNGRADED = { ...current, adressegradering: 'ugradert' };

function described(identifier: string, status: string, name: readonly [string, string], birthDate: string): JsonObject {
  const type = Number(identifier.slice(0, 2)) > 40 ? 'dNummer' : 'foedselsnummer';
  return {
    identifikasjonsnummer: [{ ...current, status: 'iBruk', foedselsEllerDNummer: identifier, identifikatortype: type }],
    status: [{ ...current, status }],
    navn: [{ ...current, fornavn: name[0], etternavn: name[1] }],
    foedsel: { ...current, foedselsdato: birthDate, foedselsaar: birthDate.slice(0, 4) },
  };
}

function street(
  adressenavn: string,
  husnummer: string | undefined,
  postnummer: string,
  poststedsnavn: string,
): JsonObject {
  return {
    kommunenummer: '0301',
    adressenavn,
    ...(husnummer === undefined ? {} : { adressenummer: { husnummer } }),
    poststed: { poststedsnavn, postnummer },
  };
}

export const DESCRIBED_PERSONS: Readonly<Record<string, JsonObject>> = {
  // The postal place is only a line.
  '27862199486': {
    ...described('27862199486', 'bosatt', ['LITEN', 'ABBOR'], '2021-06-27'),
    bostedsadresse: [{ ...UNGRADED, vegadresse: street('Granittvegen', '9', '2270', 'FLISA') }],
    postadresse: [{ ...UNGRADED, postadresseIFrittFormat: { adresselinje: ['Granittvegen', '2270 FLISA', 'Norge'] } }],
  },
  // Both forms of a post box in one element, neither with a number; abroad with and without a country.
  '60900070260': {
    ...described('60900070260', 'midlertidig', ['SKY', 'SILD'], '2000-10-20'),
    oppholdsadresse: [{ ...UNGRADED, vegadresse: street('Elvegata', '36', '3048', 'DRAMMEN') }],
    postadresse: [
      {
        ...UNGRADED,
        postboksadresse: { postboks: 'PostBoks', poststed: { poststedsnavn: 'Oslo', postnummer: '0134' } },
        postadresseIFrittFormat: {
          adresselinje: ['POSTBOKS'],
          poststed: { poststedsnavn: 'Oslo', postnummer: '0134' },
        },
      },
    ],
    postadresseIUtlandet: [
      {
        ...UNGRADED,
        utenlandskAdresse: {
          adressenavn: 'Einimel 80',
          postkode: 'IS-107',
          byEllerStedsnavn: 'Reykjavik',
          landkode: 'IS',
        },
        utenlandskAdresseIFrittFormat: {
          adresselinje: ['EINIMEL 80', 'IS-107 REYKJAVIK', 'UOPPGITT/UKJENT'],
          landkode: 'YY',
        },
      },
    ],
  },
  // Dead: nothing but history, and a street without a number.
  '28857197102': {
    ...described('28857197102', 'doed', ['NØYSOM', 'LAKE'], '1971-05-28'),
    doedsfall: { ...current, doedsdato: '2020-12-22' },
    bostedsadresse: [
      { ...former, adressegradering: 'ugradert', vegadresse: street('Sundveien', undefined, '9192', 'ARNØYHAMN') },
    ],
  },
  // Nobody knows where; the post box is known.
  '20821098387': {
    ...described('20821098387', 'bosatt', ['ERFAREN', 'HARR'], '2010-02-20'),
    bostedsadresse: [
      { ...UNGRADED, ukjentBosted: { bostedskommune: '3112' } },
      { ...former, adressegradering: 'ugradert', vegadresse: street('Lyngveien', '12', '1642', 'SALTNES') },
    ],
    postadresse: [
      {
        ...UNGRADED,
        postboksadresse: { postboks: '95', poststed: { poststedsnavn: 'LEIRFJORD', postnummer: '8890' } },
      },
    ],
  },
  // Moved out: the home is history, the address abroad has every field.
  '05839297221': {
    ...described('05839297221', 'utflyttet', ['UAVHENGIG', 'BREIFLABB'], '1992-03-05'),
    bostedsadresse: [
      { ...former, adressegradering: 'ugradert', vegadresse: street('Nyland', '5', '5551', 'AUKLANDSHAMN') },
    ],
    postadresseIUtlandet: [
      {
        ...UNGRADED,
        utenlandskAdresse: {
          adressenavn: 'Calle Prueba 275',
          bygning: 'Torre 65',
          etasjenummer: '169',
          boenhet: '39',
          postboks: '33',
          postkode: '1101',
          byEllerStedsnavn: 'San Salvador',
          landkode: 'SV',
        },
      },
    ],
  },
};
