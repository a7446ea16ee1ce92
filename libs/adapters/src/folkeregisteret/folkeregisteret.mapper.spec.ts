import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { specsFolder } from '#dpi/testing/specs-folder.js';
import { describe, expect, it } from '@jest/globals';
import type { PopulationFacts } from '#domain/recipient-facts.js';
import type { JsonObject } from '#platform/parse-json.js';
import { NOT_REGISTERED, toLookUps, toPopulationFacts } from './folkeregisteret.mapper.js';

const ASKED = '20914695016';
const current = { erGjeldende: true } as const;
const former = { erGjeldende: false } as const;
const OSLO = { poststedsnavn: 'OSLO', postnummer: '0155' };
const STREET = { adressenavn: 'Storgata', adressenummer: { husnummer: '12', husbokstav: 'B' }, poststed: OSLO };
const KARI = {
  identifikasjonsnummer: [{ ...current, status: 'iBruk', foedselsEllerDNummer: ASKED }],
  status: [{ ...current, status: 'bosatt' }],
  navn: [
    { ...former, fornavn: 'FØR', etternavn: 'NAVN' },
    { ...current, fornavn: 'KARI', mellomnavn: 'ÅSE', etternavn: 'SYNTETISK' },
  ],
  foedsel: [{ ...current, foedselsdato: '1946-11-20', foedselsaar: '1946' }],
};

function map(parts: JsonObject): PopulationFacts {
  return toPopulationFacts({ ...KARI, ...parts }, ASKED);
}

function addressOf(parts: JsonObject): unknown {
  const address = map(parts).postalAddress;
  if (address === undefined) return undefined;
  const { name, ...place } = address;
  expect(name).toBe('KARI ÅSE SYNTETISK');
  return place;
}

describe('Folkeregisteret mapper', () => {
  it('reads current versions only', () => {
    const facts = map({ bostedsadresse: [{ ...former, vegadresse: STREET }] });
    expect(facts).toEqual({
      status: 'registered',
      deceased: false,
      protection: 'none',
      name: 'KARI ÅSE SYNTETISK',
      birthDate: new Date('1946-11-20T00:00:00Z'),
    });
  });

  it('chooses postadresse, then oppholdsadresse, bostedsadresse and postadresseIUtlandet', () => {
    const home = { bostedsadresse: [{ ...current, vegadresse: STREET }] };
    const abroad = {
      postadresseIUtlandet: [{ ...current, utenlandskAdresse: { adressenavn: 'Main St 1', landkode: 'US' } }],
    };
    const stay = { oppholdsadresse: [{ ...current, vegadresse: { ...STREET, adressenavn: 'Opphold' } }] };
    const post = { postadresse: [{ ...current, postboksadresse: { postboks: '95', poststed: OSLO } }] };
    expect(addressOf({ ...abroad, ...home, ...stay, ...post })).toMatchObject({ lines: ['Postboks 95'] });
    expect(addressOf({ ...abroad, ...home, ...stay })).toMatchObject({ lines: ['Opphold 12B'] });
    expect(addressOf({ ...abroad, ...home })).toEqual({ lines: ['Storgata 12B'], postalCode: '0155', city: 'OSLO' });
    expect(addressOf(abroad)).toEqual({ lines: ['Main St 1'], countryCode: 'US' });
  });

  it.each([
    ['95', 'Postboks 95'],
    ['Test 165', 'Postboks Test 165'],
    ['PostBoks 12', 'PostBoks 12'],
    ['Boks 7', 'Boks 7'],
  ])('writes the post box %s as %s', (postboks, line) => {
    const postboksadresse = { postbokseier: 'Eier AS', postboks, poststed: OSLO };
    expect(addressOf({ postadresse: [{ ...current, postboksadresse }] })).toMatchObject({ lines: ['Eier AS', line] });
  });

  it('finds the place in a line of free format', () => {
    const postadresseIFrittFormat = { adresselinje: ['Granittvegen', '2270 FLISA', 'Norge'] };
    expect(addressOf({ postadresse: [{ ...current, postadresseIFrittFormat }] })).toEqual({
      lines: ['Granittvegen'],
      postalCode: '2270',
      city: 'FLISA',
    });
  });

  it('takes one form when an element has two, never both', () => {
    const element = {
      ...current,
      postboksadresse: { postboks: '95', poststed: OSLO },
      postadresseIFrittFormat: { adresselinje: ['POSTBOKS 95', '0155 OSLO'] },
    };
    expect(addressOf({ postadresse: [element] })).toEqual({ lines: ['Postboks 95'], postalCode: '0155', city: 'OSLO' });
  });

  it('leaves a street out of reach (no place) for the next address', () => {
    const post = { postadresse: [{ ...current, vegadresse: { adressenavn: 'Storgata' } }] };
    expect(addressOf({ ...post, bostedsadresse: [{ ...current, vegadresse: STREET }] })).toMatchObject({
      lines: ['Storgata 12B'],
    });
  });

  it('writes c/o, the farm name and the cadastral number without what tells the municipality', () => {
    const matrikkelnummer = { kommunenummer: '5630', gaardsnummer: 11, bruksnummer: 4, festenummer: 0 };
    const home = (extra: JsonObject): JsonObject => ({
      bostedsadresse: [{ ...current, matrikkeladresse: { matrikkelnummer, undernummer: 2, poststed: OSLO, ...extra } }],
    });
    expect(addressOf(home({}))).toMatchObject({ lines: ['Gnr 11 Bnr 4 Unr 2'] });
    expect(addressOf(home({ adressetilleggsnavn: 'Nordgard', coAdressenavn: 'Ola' }))).toMatchObject({
      lines: ['c/o Ola', 'Nordgard'],
    });
  });

  it.each([
    ['unknown home', { bostedsadresse: [{ ...current, ukjentBosted: { bostedskommune: '0301' } }] }],
    ['unknown stay', { oppholdsadresse: [{ ...current, adressenErUkjent: true }] }],
    ['no country', { postadresseIUtlandet: [{ ...current, utenlandskAdresse: { adressenavn: 'X', landkode: 'YY' } }] }],
    ['stateless', { postadresseIUtlandet: [{ ...current, utenlandskAdresse: { adressenavn: 'X', landkode: 'XX' } }] }],
  ])('has no address with %s', (_what, parts) => {
    expect(addressOf(parts)).toBeUndefined();
  });

  it('takes the structured form abroad when the free one says that the country is not known', () => {
    const element = {
      ...current,
      utenlandskAdresse: {
        adressenavn: 'Einimel 80',
        postkode: 'IS-107',
        byEllerStedsnavn: 'Reykjavik',
        landkode: 'IS',
      },
      utenlandskAdresseIFrittFormat: { adresselinje: ['EINIMEL 80', 'UOPPGITT/UKJENT'], landkode: 'YY' },
    };
    expect(addressOf({ postadresseIUtlandet: [element] })).toEqual({
      lines: ['Einimel 80'],
      postalCode: 'IS-107',
      city: 'Reykjavik',
      countryCode: 'IS',
    });
  });

  it('uses only the postal address of strengt fortrolig, whatever the register gives', () => {
    const protection = { adressebeskyttelse: [{ ...current, graderingsnivaa: 'strengtFortrolig' }] };
    const home = { bostedsadresse: [{ ...current, adressegradering: 'strengtFortrolig', vegadresse: STREET }] };
    const post = { postadresse: [{ ...current, postboksadresse: { postboks: '1', poststed: OSLO } }] };
    expect(map({ ...protection, ...home })).toMatchObject({ protection: 'strengtFortrolig' });
    expect(addressOf({ ...protection, ...home })).toBeUndefined();
    expect(addressOf({ ...protection, ...home, ...post })).toMatchObject({ lines: ['Postboks 1'] });
  });

  it.each([
    ['a former grading', { adressebeskyttelse: [{ ...former, graderingsnivaa: 'fortrolig' }] }, 'none'],
    [
      'a graded address',
      { bostedsadresse: [{ ...current, adressegradering: 'klientadresse', vegadresse: STREET }] },
      'klientadresse',
    ],
    [
      'a grading that is new to us',
      { adressebeskyttelse: [{ ...current, graderingsnivaa: 'hemmelig' }] },
      'strengtFortrolig',
    ],
  ])('reads %s as %s', (_what, parts, protection) => {
    expect(map(parts).protection).toBe(protection);
  });

  it('never writes to the dead, only to the estate', () => {
    const dead = {
      status: [{ ...current, status: 'doed' }],
      doedsfall: { ...current, doedsdato: '2026-01-01' },
      bostedsadresse: [{ ...current, vegadresse: STREET }],
    };
    const adresse = { adresselinje: ['Torget 1'], postnummer: '3015', poststedsnavn: 'DRAMMEN' };
    const estate = (contact: JsonObject): unknown =>
      map({ ...dead, kontaktinformasjonForDoedsbo: [{ ...current, ...contact, adresse }] }).postalAddress;
    const place = { lines: ['Torget 1'], postalCode: '3015', city: 'DRAMMEN' };
    expect(map(dead)).toMatchObject({ deceased: true });
    expect(map(dead).postalAddress).toBeUndefined();
    expect(estate({ organisasjon: { organisasjonsnavn: 'Banken' } })).toEqual({ name: 'Banken', ...place });
    expect(estate({ advokat: { personnavn: { fornavn: 'Eva', etternavn: 'Dal' } } })).toEqual({
      name: 'Eva Dal',
      ...place,
    });
    expect(estate({ person: { foedselsEllerDNummer: '28825897617' } })).toEqual({
      name: 'Dødsboet etter KARI ÅSE SYNTETISK',
      ...place,
    });
  });

  it('knows the age only when the register does', () => {
    expect(map({ foedsel: [] }).birthDate).toBeUndefined();
    expect(map({ foedsel: { ...current, foedselsaar: '2008' } }).birthDate).toEqual(new Date('2008-12-31T00:00:00Z'));
  });

  it('tells the number in use, and that a ceased one without successor is nobody’s', () => {
    const ceased = { ...current, status: 'opphoert', foedselsEllerDNummer: ASKED };
    const inUse = { ...current, status: 'iBruk', foedselsEllerDNummer: '28825897617' };
    expect(map({ identifikasjonsnummer: [ceased, inUse] }).currentIdentifier).toBe('28825897617');
    expect(map({ identifikasjonsnummer: [ceased], status: [{ ...current, status: 'opphoert' }] })).toEqual(
      NOT_REGISTERED,
    );
  });

  it('does not read an answer of another shape', () => {
    expect(toLookUps({ oppslag: [{ foedselsEllerDNummer: ASKED, folkeregisterperson: KARI }] })?.get(ASKED)).toEqual(
      KARI,
    );
    expect(toLookUps({ oppslag: [{}] })).toBeUndefined();
    expect(toLookUps({})).toBeUndefined();
  });
});

/** The synthetic persons that the register's own users test with, when they are at hand. */
const PERSONS = join(specsFolder(), 'freg/persons');
const EXPECTED: Readonly<Record<string, Partial<PopulationFacts> & { readonly place?: object }>> = {
  '02851798067': {
    name: 'AKTPÅGIVENDE OLJE',
    place: {
      lines: ['Testadressenavn 281', 'Testdistrikt 173'],
      postalCode: 'Testpostkode utland 283',
      city: 'Viktig testby- eller stedsnavn',
      countryCode: 'UY',
    },
  },
  '04834598502': {
    protection: 'fortrolig',
    place: { lines: ['Syltedalsvegen 32'], postalCode: '6144', city: 'SYLTE' },
  },
  '06820298525': { status: 'not-registered' },
  '06864796743': {
    place: {
      lines: ['Testadresselinje 1', 'Testadresselinje 2'],
      postalCode: 'Testpostkode utland 285',
      city: 'Moderne testby- eller stedsnavn',
      countryCode: 'ET',
    },
  },
  '12889197496': {
    name: 'REALISTISK DIAKRITISK GOLBMAČIEHKA',
    place: { lines: ['Snilstveitvegen 41'], postalCode: '5473', city: 'SNILSTVEITØY' },
  },
  '16863448801': {
    birthDate: new Date('1934-06-16T00:00:00Z'),
    place: { lines: ['Malmervegen 113'], postalCode: '2220', city: 'ÅBOGEN' },
  },
  '17868597437': { place: { lines: ['Gnr 11 Bnr 4'], postalCode: '9980', city: 'BERLEVÅG' } },
  '20838598359': { place: { lines: ['Elvik 17'], postalCode: '5727', city: 'STAMNES' } },
  '22835095049': { place: { lines: ['Nedre Tolgenslivei 22'], postalCode: '2540', city: 'TOLGA' } },
  '23904597538': {
    place: { lines: ['Empirisk Ungdom', 'Postboks Test 165'], postalCode: '5473', city: 'SNILSTVEITØY' },
  },
  '41919701143': { place: { lines: ['Jorvardeveien 7'], postalCode: '4888', city: 'HOMBORSUND' } },
  '69914600685': { place: { lines: ['Gnr 149 Bnr 1 Unr 2'], postalCode: '7194', city: 'BRANDSFJORD' } },
};

const present = existsSync(PERSONS) ? readdirSync(PERSONS).map((file) => file.replace('.json', '')) : [];
if (present.length === 0)
  process.stderr.write('The published synthetic persons are not here: their spec is skipped.\n');
const describeWhenPresent = present.length > 0 ? describe : describe.skip;

describeWhenPresent('the published synthetic persons (skipped where the specifications are not at hand)', () => {
  it.each(Object.entries(EXPECTED).filter(([identifier]) => present.includes(identifier)))(
    '%s',
    (identifier, expected) => {
      const document = JSON.parse(readFileSync(`${PERSONS}/${identifier}.json`, 'utf8')) as JsonObject;
      const { postalAddress, ...facts } = toPopulationFacts(document, identifier);
      const { place, ...rest } = expected;
      expect(facts).toMatchObject({ status: 'registered', deceased: false, ...rest });
      expect(postalAddress).toEqual(place === undefined ? undefined : { name: facts.name, ...place });
    },
  );
});
