import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Place } from '#domain/norwegian-post.js';
import type { PopulationFacts } from '#domain/recipient-facts.js';
import { specsFolder } from '#dpi/testing/specs-folder.js';
import type { JsonObject } from '#platform/parse-json.js';
import type { Surprise } from '#platform/surprises.js';
import { readPerson } from './folkeregisteret.mapper.js';
import { selectParts } from './folkeregisteret.simulated-parts.js';
import { PARTS } from './person-vocabulary.js';
import { DESCRIBED_PERSONS } from './testing/described-persons.js';
import { hasPersonXsd, PersonXsd } from './testing/person-xsd.js';

/**
 * The seventeen synthetic persons that Skatteetaten's own users test with, and for each the address that a postman would
 * use and why. Twelve are read where the published documents are at hand; the others are made after their description.
 */
interface Expected {
  readonly why: string;
  readonly facts?: Partial<PopulationFacts>;
  /** Absent: no letter can go to this person by the register alone. */
  readonly place?: Place;
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  '02851798067': {
    why: 'moved to Uruguay, so the home in Karasjok is history and only the address abroad is current',
    facts: { name: 'AKTPÅGIVENDE OLJE' },
    place: {
      lines: ['Testadressenavn 281', 'Testdistrikt 173'],
      postalCode: 'Testpostkode utland 283',
      city: 'Viktig testby- eller stedsnavn',
      countryCode: 'UY',
    },
  },
  '04834598502': {
    why: 'fortrolig (kode 7): the real home is given and may be used for post; only its grading goes along',
    facts: { protection: 'fortrolig' },
    place: { lines: ['Syltedalsvegen 32'], postalCode: '6144', city: 'SYLTE' },
  },
  '06820298525': {
    why: 'the number has ceased without a successor, so it belongs to nobody',
    facts: { status: 'not-registered' },
  },
  '06864796743': {
    why: 'moved out; two free lines, the postal place in fields of their own',
    place: {
      lines: ['Testadresselinje 1', 'Testadresselinje 2'],
      postalCode: 'Testpostkode utland 285',
      city: 'Moderne testby- eller stedsnavn',
      countryCode: 'ET',
    },
  },
  '12889197496': {
    why: 'lives where the newest of four homes is; the name keeps its Č',
    facts: { name: 'REALISTISK DIAKRITISK GOLBMAČIEHKA' },
    place: { lines: ['Snilstveitvegen 41'], postalCode: '5473', city: 'SNILSTVEITØY' },
  },
  '16863448801': {
    why: 'the same home twice, of which one is history',
    facts: { birthDate: new Date('1934-06-16T00:00:00Z') },
    place: { lines: ['Malmervegen 113'], postalCode: '2220', city: 'ÅBOGEN' },
  },
  '17868597437': {
    why: 'a farm without a street or a name: its number in the land register, and no municipality',
    place: { lines: ['Gnr 11 Bnr 4'], postalCode: '9980', city: 'BERLEVÅG' },
  },
  '20838598359': {
    why: 'an ordinary home',
    place: { lines: ['Elvik 17'], postalCode: '5727', city: 'STAMNES' },
  },
  '22835095049': {
    why: 'lives in Vadheim and wants the post in Tolga: what the person asked for comes first',
    place: { lines: ['Nedre Tolgenslivei 22'], postalCode: '2540', city: 'TOLGA' },
  },
  '23904597538': {
    why: 'a post box of somebody else, whose name is on it, comes before the home and the address on Bouvet Island',
    place: { lines: ['Empirisk Ungdom', 'Postboks Test 165'], postalCode: '5473', city: 'SNILSTVEITØY' },
  },
  '41919701143': {
    why: 'a D-number, which never has a home: where the person stays',
    place: { lines: ['Jorvardeveien 7'], postalCode: '4888', city: 'HOMBORSUND' },
  },
  '69914600685': {
    why: 'stays on a farm in Norway, which comes before the address in Mali',
    place: { lines: ['Gnr 149 Bnr 1 Unr 2'], postalCode: '7194', city: 'BRANDSFJORD' },
  },
  '27862199486': {
    why: 'the postal code is only in a line, and Norge is no line of an address',
    place: { lines: ['Granittvegen'], postalCode: '2270', city: 'FLISA' },
  },
  '60900070260': {
    why: 'no postman finds a post box without its number, so the letter goes where the person stays',
    place: { lines: ['Elvegata 36'], postalCode: '3048', city: 'DRAMMEN' },
  },
  '28857197102': {
    why: 'dead, and nobody is registered for the estate: nobody writes to the dead at their former home',
    facts: { deceased: true },
  },
  '20821098387': {
    why: 'nobody knows where the person lives, but the post box is known',
    place: { lines: ['Postboks 95'], postalCode: '8890', city: 'LEIRFJORD' },
  },
  '05839297221': {
    why: 'moved out: street, then building, floor and unit, then the box',
    place: {
      lines: ['Calle Prueba 275', 'Torre 65, 169, 39', 'P.O. Box 33'],
      postalCode: '1101',
      city: 'San Salvador',
      countryCode: 'SV',
    },
  },
};

const FOLDER = join(specsFolder(), 'freg/persons');
const published = existsSync(FOLDER) ? readdirSync(FOLDER).map((file) => file.replace('.json', '')) : [];
if (published.length === 0) {
  process.stderr.write('The published synthetic persons are not on this machine: twelve specs are skipped.\n');
}

function documentOf(identifier: string): JsonObject | undefined {
  if (!published.includes(identifier)) return DESCRIBED_PERSONS[identifier];
  return JSON.parse(readFileSync(join(FOLDER, `${identifier}.json`), 'utf8')) as JsonObject;
}

describe('the synthetic persons of the register', () => {
  for (const [identifier, { why, facts, place }] of Object.entries(EXPECTED)) {
    const document = documentOf(identifier);
    (document === undefined ? it.skip : it)(`${identifier}: ${why}`, () => {
      const noted: Surprise[] = [];
      const reading = readPerson(selectParts(document ?? {}, PARTS), identifier, (surprise) => noted.push(surprise));
      if (!reading.ok) throw new Error(reading.error.text);
      const { postalAddress, ...rest } = reading.value.facts;
      expect(rest).toMatchObject({ status: 'registered', deceased: false, protection: 'none', ...facts });
      expect(postalAddress).toEqual(place === undefined ? undefined : { name: rest.name, ...place });
      expect(noted).toEqual([]);
    });
  }

  it('are seventeen, and none of the published is left out', () => {
    expect(Object.keys(EXPECTED)).toHaveLength(17);
    expect([...published, ...Object.keys(DESCRIBED_PERSONS)].filter((identifier) => !(identifier in EXPECTED))).toEqual(
      [],
    );
  });

  (hasPersonXsd() ? it : it.skip).each(Object.entries(DESCRIBED_PERSONS))(
    '%s is described in words that the published schema has',
    (_identifier, document) => {
      expect(new PersonXsd().problems(document)).toEqual([]);
    },
  );
});
