import { describe, expect, it } from '@jest/globals';
import { SEED_PERSONS, toSimulatedPerson } from '../../../apps/sandbox/src/seeds/seed-persons.js';
import { readPerson } from '../../../libs/adapters/src/folkeregisteret/folkeregisteret.mapper.js';
import { toPersonDocument } from '../../../libs/adapters/src/folkeregisteret/folkeregisteret.simulated-document.js';
import { selectParts } from '../../../libs/adapters/src/folkeregisteret/folkeregisteret.simulated-parts.js';
import { PARTS } from '../../../libs/adapters/src/folkeregisteret/person-vocabulary.js';
import { hasPersonXsd, PersonXsd } from '../../../libs/adapters/src/folkeregisteret/testing/person-xsd.js';

/** The seeds in the register's JSON: words that the published schema has, and the address that each is there to show. */
const NOW = new Date('2026-11-22T12:00:00Z');
const documents = SEED_PERSONS.map((seed) => {
  const person = toSimulatedPerson(seed, NOW);
  const document: unknown = JSON.parse(JSON.stringify(person.seededDocument ?? toPersonDocument(person)));
  return { seed, document: document as Readonly<Record<string, unknown>> };
});

const SHOWN: Readonly<Record<string, string | undefined>> = {
  'freg-home': 'Jevn Jerpe, Elgtråkket 17, 5727 STAMNES',
  'freg-former-homes': 'Flyttet Čiežži, Nyveien 41, 5473 SNILSTVEITØY',
  'freg-same-home': 'Gjentatt Gjøk, Dobbeltveien 113, 2220 ÅBOGEN',
  'freg-fortrolig': 'Dulgt Dugong, Skyggeveien 32, 6144 SYLTE',
  'freg-farm': 'Landlig Lam, Gnr 11 Bnr 4, 9980 BERLEVÅG',
  'freg-postal-street': 'Todelt Teist, Postveien 22, 2540 TOLGA',
  'freg-post-box': 'Bokset Bever, Bevers Venner, Postboks Test 165, 5473 SNILSTVEITØY',
  'freg-place-in-line': 'Liten Abbor, Granittvegen, 2270 FLISA',
  'freg-unknown-home': 'Sporløs Sjiraff, Postboks 95, 8890 LEIRFJORD',
  'freg-dead': undefined,
  'freg-ceased': undefined,
  'freg-abroad': 'Reist Reinsdyr, Calle Ejemplo 281, Centro, 11000 Montevideo, UY',
  'freg-abroad-lines': 'Fjern Flodhest, House 1, Sample Road, 1000 Addis Abeba, ET',
  'freg-abroad-building': 'Høytboende Hauk, Calle Prueba 275, Torre 65, 169, 39, P.O. Box 33, 1101 San Salvador, SV',
  'freg-d-number': 'Gjestende Gås, Gjesteveien 7, 4888 HOMBORSUND',
  'freg-d-number-farm': 'Sesongvis Svale, Gnr 149 Bnr 1 Unr 2, 7194 BRANDSFJORD',
  'freg-box-without-number': 'Sky Sild, Elvegata 36, 3048 DRAMMEN',
  'estate-heir': 'Arvet Hubro, Arveveien 1, 6005 ÅLESUND',
  'estate-heir-by-number': 'Dødsboet etter Savnet Svartbak, Arveveien 2, 6005 ÅLESUND',
  'estate-lawyer': 'Rettskaffen Rapphøne, Lovgata 3, 0155 OSLO',
  'estate-abroad': 'Exempelbanken AB, Bankgatan 4, 111 22 STOCKHOLM, SE',
  'replacing-identifier': 'Omdøpt Oter, Nyfødtveien 8, 7030 TRONDHEIM',
};

describe('the seeded persons in the population register', () => {
  (hasPersonXsd() ? it : it.skip).each(documents)(
    '$seed.key is in words that the published schema has',
    ({ document }) => {
      expect(new PersonXsd().problems(document)).toEqual([]);
    },
  );

  it.each(documents.filter(({ seed }) => seed.key in SHOWN))(
    '$seed.key shows the address it is for',
    ({ seed, document }) => {
      const reading = readPerson(selectParts(document, PARTS), seed.personIdentifier);
      if (!reading.ok) throw new Error(reading.error.text);
      const { postalAddress } = reading.value.facts;
      const { name, lines = [], postalCode = '', city = '', countryCode } = postalAddress ?? {};
      const place = [postalCode, city].join(' ').trim();
      const written = [name, ...lines, place, countryCode]
        .filter((part) => part !== undefined && part !== '')
        .join(', ');
      expect(postalAddress === undefined ? undefined : written).toBe(SHOWN[seed.key]);
    },
  );

  it('shows every shape once', () => {
    const keys = documents.map(({ seed }) => seed.key);
    expect(Object.keys(SHOWN).filter((key) => !keys.includes(key))).toEqual([]);
  });
});
