import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import { isDNumber } from '#domain/identifiers.js';
import { toSimulatedAddress, toSimulatedEstate } from './folkeregisteret.simulated-address.js';
import { VERSION, type Grading, type PersonDocument } from './folkeregisteret.simulated-version.js';

/**
 * The person document of a simulated person, in the register's own JSON: every part an array of versions, with the words
 * and codes of the published schema and no others (a spec holds it to that). `former` are identifiers that the person had
 * before; the register finds the person by them as well.
 */
export function toPersonDocument(person: SimulatedPerson, former: readonly string[] = []): PersonDocument {
  const { birthDate, estateAddress, address } = person;
  const grading = gradingOf(person);
  return {
    identifikasjonsnummer: [
      identifier(person.personIdentifier, true),
      ...former.map((number) => identifier(number, false)),
    ],
    status: [{ ...VERSION, status: statusOf(person) }],
    navn: [{ ...VERSION, ...splitName(person.name) }],
    ...(birthDate === undefined
      ? {}
      : { foedsel: [{ ...VERSION, foedselsdato: birthDate, foedselsaar: birthDate.slice(0, 4) }] }),
    ...(person.deceased === true ? { doedsfall: { ...VERSION, doedsdato: '2026-01-01' } } : {}),
    ...(estateAddress === undefined ? {} : { kontaktinformasjonForDoedsbo: [toSimulatedEstate(estateAddress)] }),
    ...(grading === 'ugradert' ? {} : { adressebeskyttelse: [{ ...VERSION, graderingsnivaa: grading }] }),
    ...(address === undefined ? {} : toSimulatedAddress(address, person, grading)),
  };
}

/** A number that is not in use any more is history. */
function identifier(number: string, isInUse: boolean): PersonDocument {
  return {
    ...VERSION,
    erGjeldende: isInUse,
    status: isInUse ? 'iBruk' : 'opphoert',
    foedselsEllerDNummer: number,
    identifikatortype: isDNumber(number) ? 'dNummer' : 'foedselsnummer',
  };
}

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
