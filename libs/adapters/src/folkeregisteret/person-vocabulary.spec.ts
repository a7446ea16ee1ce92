import { describe, expect, it } from '@jest/globals';
import type { SimulatedPerson } from '#channels/simulation/simulation-world.js';
import { toPersonDocument } from './folkeregisteret.simulated-document.js';
import { FORM_FIELDS, IDENTIFIER_STATUSES, PART_FIELDS, PARTS, PERSON_STATUSES } from './person-vocabulary.js';
import { hasPersonXsd, PersonXsd } from './testing/person-xsd.js';

const ADDRESS = { name: 'Kari Syntetisk', lines: ['Storgata 12'], postalCode: '0155', city: 'OSLO' };
const ABROAD = {
  name: 'Kari Syntetisk',
  lines: ['Gatan 1'],
  postalCode: '111 22',
  city: 'STOCKHOLM',
  countryCode: 'SE',
};
const KARI = { personIdentifier: '20914695016', name: 'Kari Syntetisk', birthDate: '1946-11-20', address: ADDRESS };
const LINES = { ...ADDRESS, lines: ['c/o Ola', 'Bygg 2', 'Storgata 12 B'] };

const SIMULATED: readonly (readonly [string, SimulatedPerson])[] = [
  ['a street', KARI],
  ['one name', { ...KARI, name: 'Kari' }],
  ['free format', { ...KARI, address: LINES }],
  ['an address abroad', { ...KARI, address: ABROAD }],
  ['no address and no birth date', { personIdentifier: KARI.personIdentifier, name: KARI.name }],
  ['a D-number', { ...KARI, personIdentifier: '52868114584' }],
  ['fortrolig', { ...KARI, protection: 'fortrolig' }],
  ['strengt fortrolig', { ...KARI, protection: 'strengtFortrolig' }],
  ['klientadresse', { ...KARI, protection: 'klientadresse' }],
  ['an estate', { ...KARI, deceased: true, estateAddress: LINES }],
  ['an estate abroad', { ...KARI, deceased: true, estateAddress: ABROAD }],
];

(hasPersonXsd() ? describe : describe.skip)('beside the published schema of persons', () => {
  const xsd = new PersonXsd(hasPersonXsd() ? undefined : '');
  const typeOf = (part: string): string =>
    xsd.elementsOf('Folkeregisterperson').find(({ name }) => name === part)?.type ?? '';
  const metadata = xsd.elementsOf('Registermetadata').map(({ name }) => name);

  it('the parts that are asked for are parts', () => {
    expect(PARTS.filter((part) => typeOf(part) === '')).toEqual([]);
    expect(metadata).toHaveLength(6);
  });

  it.each(PARTS)('%s has the fields that we know, and no others', (part) => {
    const fields = xsd.elementsOf(typeOf(part)).map(({ name }) => name);
    expect([...PART_FIELDS[part]].sort()).toEqual(fields.filter((name) => !metadata.includes(name)).sort());
  });

  it('the objects inside have the fields that we know, and no others', () => {
    const inside = new Map<string, Set<string>>();
    const walk = (type: string): void => {
      for (const element of xsd.elementsOf(type)) {
        const fields = xsd.elementsOf(element.type);
        if (fields.length === 0) continue;
        const known = inside.get(element.name) ?? new Set();
        for (const { name } of fields) known.add(name);
        inside.set(element.name, known);
        walk(element.type);
      }
    };
    for (const part of PARTS) walk(typeOf(part));
    const sorted = (fields: ReadonlySet<string>): string[] => [...fields].sort();
    expect(Object.fromEntries(Object.entries(FORM_FIELDS).map(([name, fields]) => [name, sorted(fields)]))).toEqual(
      Object.fromEntries([...inside].map(([name, fields]) => [name, sorted(fields)])),
    );
  });

  it('the codes are those that we know', () => {
    expect(xsd.codesOf('Personstatus')).toEqual(PERSON_STATUSES);
    expect(xsd.codesOf('Identifikatorstatuskode')).toEqual(IDENTIFIER_STATUSES);
    expect(xsd.codesOf('Adressegradering')).toEqual(['ugradert', 'klientadresse', 'fortrolig', 'strengtFortrolig']);
  });

  it.each(SIMULATED)('a simulated document with %s has no word and no code that the schema lacks', (_what, person) => {
    const document: unknown = JSON.parse(JSON.stringify(toPersonDocument(person, ['04837910191'])));
    expect(xsd.problems(document)).toEqual([]);
  });

  it('finds what is wrong', () => {
    const identifikasjonsnummer = [{ status: 'borte', foedselsEllerDNummer: '1', identifikatortype: 'dNummer' }];
    expect(xsd.problems({ identifikasjonsnummer, navn: [{ fornavn: 'K', kallenavn: 'K' }] })).toEqual([
      'person.identifikasjonsnummer.status: no Identifikatorstatuskode',
      'person.identifikasjonsnummer.foedselsEllerDNummer: no Foedselsnummer',
      'person.navn.kallenavn: not in the schema',
      'person.navn.etternavn: missing',
    ]);
  });
});
