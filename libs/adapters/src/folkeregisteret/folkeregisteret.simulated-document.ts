import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import { isNorwegian, type PostalAddress } from '#domain/postal-address.js';
import { isDNumber } from '#domain/identifiers.js';

/**
 * The person document of a simulated person, in the register's own JSON: every part an array of versions. A one-line
 * Norwegian address with a house number (and no letter: writers disagree on its space) becomes a street address at
 * home, anything else a postal address in free format; strengt fortrolig persons have nothing but a postal address, as in the real register.
 */
export function toPersonDocument(person: SimulatedPerson): Readonly<Record<string, unknown>> {
  if (person.folkeregisteretDocument !== undefined) return person.folkeregisteretDocument;
  const deceased = person.deceased === true;
  return {
    identifikasjonsnummer: [
      {
        ...VERSION,
        status: 'iBruk',
        foedselsEllerDNummer: person.personIdentifier,
        identifikatortype: isDNumber(person.personIdentifier) ? 'dNummer' : 'foedselsnummer',
      },
    ],
    status: [{ ...VERSION, status: statusOf(person) }],
    navn: [{ ...VERSION, ...splitName(person.name) }],
    ...(person.birthDate === undefined
      ? {}
      : { foedsel: [{ ...VERSION, foedselsdato: person.birthDate, foedselsaar: person.birthDate.slice(0, 4) }] }),
    ...(deceased ? { doedsfall: { ...VERSION, doedsdato: '2026-01-01' } } : {}),
    ...(person.estateAddress === undefined ? {} : { kontaktinformasjonForDoedsbo: [toEstate(person.estateAddress)] }),
    ...(gradingOf(person) === 'ugradert'
      ? {}
      : { adressebeskyttelse: [{ ...VERSION, graderingsnivaa: gradingOf(person) }] }),
    ...(person.address === undefined ? {} : toAddressPart(person.address, person, deceased)),
  };
}

const VERSION = {
  ajourholdstidspunkt: '2026-01-01T12:00:00.000+01:00',
  erGjeldende: true,
  kilde: 'Simulering',
  gyldighetstidspunkt: '2026-01-01T12:00:00.000+01:00',
} as const;

type Grading = 'ugradert' | 'fortrolig' | 'strengtFortrolig' | 'klientadresse';

function gradingOf(person: SimulatedPerson): Grading {
  return person.protection === undefined || person.protection === 'none' ? 'ugradert' : person.protection;
}

function statusOf(person: SimulatedPerson): string {
  if (person.deceased === true) return 'doed';
  return isDNumber(person.personIdentifier) ? 'midlertidig' : 'bosatt';
}

function splitName(name: string): Record<string, string> {
  const words = name.trim().split(/\s+/);
  const etternavn = words.pop() ?? '';
  return { fornavn: words.join(' '), etternavn };
}

function toAddressPart(address: PostalAddress, person: SimulatedPerson, deceased: boolean): Record<string, unknown> {
  // A dead person has a former address only.
  const version = { ...VERSION, erGjeldende: !deceased, adressegradering: gradingOf(person) };
  if (!isNorwegian(address)) {
    return {
      postadresseIUtlandet: [
        {
          ...version,
          utenlandskAdresseIFrittFormat: {
            adresselinje: address.lines,
            postkode: address.postalCode,
            byEllerStedsnavn: address.city,
            landkode: address.countryCode,
          },
        },
      ],
    };
  }
  const poststed = { poststedsnavn: address.city, postnummer: address.postalCode };
  const street = address.lines.length === 1 ? /^(\p{L}[^\d]*?) (\d{1,4})$/u.exec(address.lines[0] ?? '') : null;
  if (street === null || person.protection === 'strengtFortrolig' || isDNumber(person.personIdentifier)) {
    return { postadresse: [{ ...version, postadresseIFrittFormat: { adresselinje: address.lines, poststed } }] };
  }
  const adressenummer = { husnummer: street[2] };
  const vegadresse = {
    kommunenummer: '0301',
    bruksenhetsnummer: 'H0101',
    adressenavn: street[1],
    adressenummer,
    poststed,
  };
  return { bostedsadresse: [{ ...version, vegadresse, flyttedato: '2026-01-01' }] };
}

function toEstate(address: PostalAddress): Record<string, unknown> {
  return {
    ...VERSION,
    organisasjon: { organisasjonsnavn: address.name },
    skifteform: 'annet',
    attestutstedelsesdato: '2026-01-01',
    adresse: {
      adresselinje: address.lines,
      postnummer: address.postalCode,
      poststedsnavn: address.city,
      ...(isNorwegian(address) ? {} : { landkode: address.countryCode }),
    },
  };
}
