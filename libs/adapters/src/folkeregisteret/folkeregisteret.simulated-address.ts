import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import { toAlpha3 } from '#domain/countries.js';
import { isDNumber } from '#domain/identifiers.js';
import { isNorwegian, type PostalAddress } from '#domain/postal-address.js';
import { VERSION, type Grading, type PersonDocument } from './folkeregisteret.simulated-version.js';

/**
 * A one-line Norwegian address with a house number (and no letter: writers disagree on its space) becomes a street
 * address at home, anything else a postal address in free format; strengt fortrolig persons and those with a D-number
 * have nothing but a postal address, as in the real register. The dead have a former address only.
 */
export function toSimulatedAddress(address: PostalAddress, person: SimulatedPerson, grading: Grading): PersonDocument {
  const version = { ...VERSION, erGjeldende: person.deceased !== true, adressegradering: grading };
  if (!isNorwegian(address)) {
    const utenlandskAdresseIFrittFormat = {
      adresselinje: address.lines,
      postkode: address.postalCode,
      byEllerStedsnavn: address.city,
      landkode: address.countryCode,
    };
    return { postadresseIUtlandet: [{ ...version, utenlandskAdresseIFrittFormat }] };
  }
  const poststed = { poststedsnavn: address.city, postnummer: address.postalCode };
  const street = address.lines.length === 1 ? /^(\p{L}[^\d]*?) (\d{1,4})$/u.exec(address.lines[0] ?? '') : null;
  if (street === null || grading === 'strengtFortrolig' || isDNumber(person.personIdentifier)) {
    return { postadresse: [{ ...version, postadresseIFrittFormat: { adresselinje: address.lines, poststed } }] };
  }
  const vegadresse = {
    kommunenummer: '0301',
    bruksenhetsnummer: 'H0101',
    adressenavn: street[1],
    adressenummer: { husnummer: street[2] },
    poststed,
  };
  return { bostedsadresse: [{ ...version, vegadresse, flyttedato: '2026-01-01' }] };
}

/** Two lines at most, and the country in three letters: the schema has it so for estates alone. */
export function toSimulatedEstate(address: PostalAddress): PersonDocument {
  const [first = '', ...rest] = address.lines;
  return {
    ...VERSION,
    organisasjon: { organisasjonsnavn: address.name },
    skifteform: 'annet',
    attestutstedelsesdato: '2026-01-01',
    adresse: {
      adresselinje: rest.length === 0 ? [first] : [first, rest.join(', ')],
      poststedsnavn: address.city ?? '',
      postnummer: address.postalCode ?? '',
      ...(isNorwegian(address) ? {} : { landkode: toAlpha3(address.countryCode ?? '') }),
    },
  };
}
