import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#platform/parse-json.js';
import { current, factsOf, former, OSLO, placeOf, STREET, STREET_PLACE } from './testing/person-builder.js';

const HOME = { bostedsadresse: [{ ...current, adressegradering: 'ugradert', vegadresse: STREET }] };

function postal(form: JsonObject, adressegradering = 'ugradert'): JsonObject {
  return { postadresse: [{ ...current, adressegradering, ...form }] };
}

function abroad(form: JsonObject): JsonObject {
  return { postadresseIUtlandet: [{ ...current, ...form }] };
}

function home(form: JsonObject, adressegradering = 'ugradert'): JsonObject {
  return { bostedsadresse: [{ ...current, adressegradering, ...form }] };
}

describe('the address a letter goes to', () => {
  it('is postadresse, then oppholdsadresse, bostedsadresse and postadresseIUtlandet', () => {
    const foreign = abroad({ utenlandskAdresse: { adressenavn: 'Main St 1', landkode: 'US' } });
    const stay = { oppholdsadresse: [{ ...current, vegadresse: { ...STREET, adressenavn: 'Opphold' } }] };
    const post = postal({ postboksadresse: { postboks: '95', poststed: OSLO } });
    expect(placeOf({ ...foreign, ...HOME, ...stay, ...post })).toMatchObject({ lines: ['Postboks 95'] });
    expect(placeOf({ ...foreign, ...HOME, ...stay })).toMatchObject({ lines: ['Opphold 12B'] });
    expect(placeOf({ ...foreign, ...HOME })).toEqual(STREET_PLACE);
    expect(placeOf(foreign)).toEqual({ lines: ['Main St 1'], countryCode: 'US' });
  });

  it.each([
    ['a street without a postal place', postal({ vegadresse: { adressenavn: 'Storgata' } })],
    ['a street without its name', postal({ vegadresse: { coAdressenavn: 'Ola', poststed: OSLO } })],
    ['a box without its number', postal({ postboksadresse: { postboks: 'PostBoks', poststed: OSLO } })],
    ['a box with its owner alone', postal({ postboksadresse: { postbokseier: 'Eier AS', poststed: OSLO } })],
    [
      'a place that is not known',
      postal({ vegadresse: { ...STREET, poststed: { ...OSLO, poststedsnavn: 'Ukjent' } } }),
    ],
    ['a postal code that is none', postal({ vegadresse: { ...STREET, poststed: { ...OSLO, postnummer: '9999' } } })],
    ['a former one', { postadresse: [{ ...former, postboksadresse: { postboks: '95', poststed: OSLO } }] }],
    ['an unknown stay', { oppholdsadresse: [{ ...current, adressenErUkjent: true }] }],
    ['no lines', postal({ postadresseIFrittFormat: { poststed: OSLO } })],
  ])('is the next one when the first is %s', (_what, parts) => {
    expect(placeOf({ ...parts, ...HOME })).toEqual(STREET_PLACE);
  });

  it.each([
    ['an unknown home', home({ ukjentBosted: { bostedskommune: '0301' } })],
    ['no country', abroad({ utenlandskAdresse: { adressenavn: 'X', landkode: 'YY' } })],
    ['a stateless country', abroad({ utenlandskAdresse: { adressenavn: 'X', landkode: 'XX' } })],
    ['Norway without a postal code', abroad({ utenlandskAdresse: { adressenavn: 'X', landkode: 'NO' } })],
    ['Bouvet Island, where nobody lives', abroad({ utenlandskAdresse: { adressenavn: 'Hytta', landkode: 'BV' } })],
  ])('is none with %s', (_what, parts) => {
    expect(placeOf(parts)).toBeUndefined();
  });
});

describe('an address in Norway', () => {
  it.each([
    ['95', 'Postboks 95'],
    ['Test 165', 'Postboks Test 165'],
    ['PostBoks 12', 'PostBoks 12'],
    ['Boks 7', 'Boks 7'],
    ['Pb. 7', 'Pb. 7'],
    ['P.B. 7', 'P.B. 7'],
  ])('has the post box %s as %s', (postboks, line) => {
    const postboksadresse = { postbokseier: 'Eier AS', postboks, poststed: OSLO };
    expect(placeOf(postal({ postboksadresse }))).toMatchObject({ lines: ['Eier AS', line] });
  });

  it.each([
    [{ husnummer: '12' }, 'Storgata 12'],
    [{ husnummer: '0012', husbokstav: 'b' }, 'Storgata 12B'],
    [{ husnummer: '0' }, 'Storgata'],
    [undefined, 'Storgata'],
  ])('has the house %j as %s', (adressenummer, line) => {
    expect(placeOf(home({ vegadresse: { ...STREET, adressenummer } }))).toMatchObject({ lines: [line] });
  });

  it('has c/o and the name of the place above the street, and no dwelling number', () => {
    const vegadresse = {
      ...STREET,
      coAdressenavn: 'Ola Prøve',
      adressetilleggsnavn: 'Nordgard',
      bruksenhetsnummer: 'H0301',
      kommunenummer: '0301',
    };
    expect(placeOf(home({ vegadresse }))).toEqual({
      ...STREET_PLACE,
      lines: ['c/o Ola Prøve', 'Nordgard', 'Storgata 12B'],
    });
    expect(placeOf(home({ vegadresse: { ...STREET, coAdressenavn: 'v/ Ola' } }))).toMatchObject({
      lines: ['v/ Ola', 'Storgata 12B'],
    });
  });

  it('has the farm name or the cadastral number where there is no street, without the municipality', () => {
    const matrikkelnummer = { kommunenummer: '5630', gaardsnummer: 11, bruksnummer: 4, festenummer: 0 };
    const farm = (extra: JsonObject): JsonObject =>
      home({ matrikkeladresse: { matrikkelnummer, undernummer: 2, poststed: OSLO, ...extra } });
    expect(placeOf(farm({}))).toMatchObject({ lines: ['Gnr 11 Bnr 4 Unr 2'] });
    expect(placeOf(farm({ adressetilleggsnavn: 'Nordgard', coAdressenavn: 'Ola' }))).toMatchObject({
      lines: ['c/o Ola', 'Nordgard'],
    });
  });

  it.each([
    [{ adresselinje: ['Granveien', '2270 FLISA', 'Norge'] }, ['Granveien']],
    [{ adresselinje: ['Granveien', 'NO-2270 FLISA'] }, ['Granveien']],
    [{ adresselinje: ['Granveien, 2270 FLISA'] }, ['Granveien']],
    [
      { adresselinje: ['Granveien', '2270 FLISA'], poststed: { postnummer: '2270', poststedsnavn: 'FLISA' } },
      ['Granveien'],
    ],
    [{ adresselinje: ['Granveien'], postnummer: '2270', poststed: 'FLISA' }, ['Granveien']],
    [{ adresselinje: ['Granveien'], poststed: { postnummer: ' no-2270 ', poststedsnavn: 'FLISA' } }, ['Granveien']],
  ])('has the place of free format %j', (postadresseIFrittFormat, lines) => {
    expect(placeOf(postal({ postadresseIFrittFormat }))).toEqual({ lines, postalCode: '2270', city: 'FLISA' });
  });

  it('is one form when an element has two, never both', () => {
    const both = {
      postboksadresse: { postboks: '95', poststed: OSLO },
      postadresseIFrittFormat: { adresselinje: ['POSTBOKS 95', '0155 OSLO'] },
    };
    expect(placeOf(postal(both))).toEqual({ lines: ['Postboks 95'], postalCode: '0155', city: 'OSLO' });
  });

  it('has at most four lines and loses none', () => {
    const adresselinje = ['Avdeling 1', 'Bygg 2', 'Oppgang 3', 'Etasje 4', 'Storgata 12'];
    expect(placeOf(postal({ postadresseIFrittFormat: { adresselinje, poststed: OSLO } }))).toMatchObject({
      lines: ['Avdeling 1', 'Bygg 2', 'Oppgang 3', 'Etasje 4, Storgata 12'],
    });
  });
});

describe('an address abroad', () => {
  const REYKJAVIK = { lines: ['Einimel 80'], postalCode: 'IS-107', city: 'Reykjavik', countryCode: 'IS' };
  const structured = { adressenavn: 'Einimel 80', postkode: 'IS-107', byEllerStedsnavn: 'Reykjavik', landkode: 'IS' };

  it('is the structured form when the free one says that the country is not known', () => {
    const unknown = { adresselinje: ['EINIMEL 80', 'UOPPGITT/UKJENT'], landkode: 'YY' };
    expect(placeOf(abroad({ utenlandskAdresse: structured, utenlandskAdresseIFrittFormat: unknown }))).toEqual(
      REYKJAVIK,
    );
    const unusable = { ...structured, landkode: 'YY' };
    const free = { adresselinje: ['Einimel 80'], postkode: 'IS-107', byEllerStedsnavn: 'Reykjavik', landkode: 'IS' };
    expect(placeOf(abroad({ utenlandskAdresse: unusable, utenlandskAdresseIFrittFormat: free }))).toEqual(REYKJAVIK);
  });

  it('has the country of its last line when the code says nothing, and does not write it twice', () => {
    const free = (landkode: string): JsonObject =>
      abroad({ utenlandskAdresseIFrittFormat: { adresselinje: ['Einimel 80', 'ISLAND'], landkode } });
    expect(placeOf(free('YY'))).toEqual({ lines: ['Einimel 80'], countryCode: 'IS' });
    expect(placeOf(free('is'))).toEqual({ lines: ['Einimel 80'], countryCode: 'IS' });
  });

  it('does not write the postal place twice', () => {
    const adresselinje = ['Einimel 80', 'IS-107 REYKJAVIK', 'ISLAND'];
    const utenlandskAdresseIFrittFormat = {
      ...{ adresselinje, postkode: 'IS-107', byEllerStedsnavn: 'Reykjavik' },
      landkode: 'IS',
    };
    expect(placeOf(abroad({ utenlandskAdresseIFrittFormat }))).toEqual(REYKJAVIK);
  });

  it('has building, floor and unit in one line, then the box and the region', () => {
    const utenlandskAdresse = {
      ...{ coAdressenavn: 'Ola', adressenavn: 'Calle 1', bygning: 'Torre B', etasjenummer: '16', boenhet: '39' },
      ...{ postboks: '33', distriktsnavn: 'Norte', region: 'Sur', byEllerStedsnavn: 'Lima', landkode: 'PE' },
    };
    expect(placeOf(abroad({ utenlandskAdresse }))).toEqual({
      lines: ['c/o Ola', 'Calle 1', 'Torre B, 16, 39', 'P.O. Box 33, Norte, Sur'],
      city: 'Lima',
      countryCode: 'PE',
    });
  });

  it.each([
    ['Svalbard', { landkode: 'SJ', postkode: '9170', byEllerStedsnavn: 'LONGYEARBYEN' }],
    ['Norway', { landkode: 'no', postkode: 'N-9170', byEllerStedsnavn: 'LONGYEARBYEN' }],
    ['Svalbard', { landkode: 'SJ', adresselinje: ['Vei 238', '9170 LONGYEARBYEN'] }],
  ])('is an address in Norway when it is in %s', (_where, form) => {
    const free = { adresselinje: ['Vei 238'], ...form };
    const longyearbyen = { lines: ['Vei 238'], postalCode: '9170', city: 'LONGYEARBYEN' };
    expect(placeOf(abroad({ utenlandskAdresseIFrittFormat: free }))).toEqual(longyearbyen);
  });

  it('is no address in Norway though its postal code has four digits', () => {
    const adresselinje = ['Vestergade 1', '1050 KØBENHAVN K', 'DANMARK'];
    const copenhagen = { lines: ['Vestergade 1', '1050 KØBENHAVN K'], countryCode: 'DK' };
    expect(placeOf(postal({ postadresseIFrittFormat: { adresselinje } }))).toEqual(copenhagen);
    const poststed = { postnummer: '9999', poststedsnavn: 'UTLANDET' };
    expect(placeOf(postal({ postadresseIFrittFormat: { adresselinje, poststed } }))).toEqual(copenhagen);
  });

  it('is where a person with a D-number stays', () => {
    expect(placeOf({ oppholdsadresse: [{ ...current, utenlandskAdresse: structured }] })).toEqual(REYKJAVIK);
  });
});

describe('a protected address', () => {
  const box = { postboksadresse: { postboks: '1', poststed: OSLO } };

  it('is the postal address alone for strengt fortrolig, whatever else the register gives', () => {
    const strictly = { adressebeskyttelse: [{ ...current, graderingsnivaa: 'strengtFortrolig' }] };
    const more = { ...HOME, ...abroad({ utenlandskAdresse: { adressenavn: 'Main St 1', landkode: 'US' } }) };
    expect(factsOf({ ...strictly, ...more })).toMatchObject({ protection: 'strengtFortrolig' });
    expect(placeOf({ ...strictly, ...more })).toBeUndefined();
    expect(placeOf({ ...strictly, ...more, ...postal(box) })).toMatchObject({ lines: ['Postboks 1'] });
    // Only the address says it: the person is as protected.
    expect(placeOf(home({ vegadresse: STREET }, 'strengtFortrolig'))).toBeUndefined();
  });

  it('is the real one for fortrolig', () => {
    const graded = { adressebeskyttelse: [{ ...current, graderingsnivaa: 'fortrolig' }] };
    expect(factsOf({ ...graded, ...home({ vegadresse: STREET }, 'fortrolig') })).toMatchObject({
      protection: 'fortrolig',
      postalAddress: STREET_PLACE,
    });
  });

  it.each([
    ['a former grading', { adressebeskyttelse: [{ ...former, graderingsnivaa: 'fortrolig' }] }, 'none'],
    ['the klientadresse that is chosen', home({ vegadresse: STREET }, 'klientadresse'), 'klientadresse'],
    ['a klientadresse beside', { ...home({ vegadresse: STREET }, 'klientadresse'), ...postal(box) }, 'none'],
    ['a klientadresse that is no use', home({ ukjentBosted: {} }, 'klientadresse'), 'klientadresse'],
    ['fortrolig beside', { ...home({ vegadresse: STREET }, 'fortrolig'), ...postal(box) }, 'fortrolig'],
    ['capitals', home({ vegadresse: STREET }, 'UGRADERT'), 'none'],
    ['capitals with a stroke', postal(box, 'STRENGT_FORTROLIG'), 'strengtFortrolig'],
    [
      'a grading that is new',
      { adressebeskyttelse: [{ ...current, graderingsnivaa: 'hemmelig' }] },
      'strengtFortrolig',
    ],
    ['a protection without its level', { adressebeskyttelse: [{ ...current }] }, 'strengtFortrolig'],
    ['an address without a grading', { bostedsadresse: [{ ...current, vegadresse: STREET }] }, 'none'],
  ])('reads %s', (_what, parts, protection) => {
    expect(factsOf(parts).protection).toBe(protection);
  });
});
