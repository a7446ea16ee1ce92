import { address, place, registerPerson, street, version, who } from './register-document.js';
import type { SeedPerson } from './seed-person.js';

const UNKNOWN_TO_KRR = { status: 'IKKE_REGISTRERT', reserved: false } as const;
const NEW_IDENTIFIER = '17908312333';

/** Every kind of contact for an estate, and a person whose identifier was changed. Names and streets are invented. */
export const ESTATE_PERSONS: readonly SeedPerson[] = [
  estate('heir', 'an heir by name', who('05913812338', 'Hensovet Hubro', '1938-11-05'), {
    person: { personnavn: { fornavn: 'Arvet', etternavn: 'Hubro' }, foedselsdato: '1968-01-01' },
    adresse: { adresselinje: ['Arveveien 1'], ...place('6005', 'ÅLESUND') },
  }),
  estate(
    'heir-by-number',
    'an heir by number, who is the Digipost user',
    who('23904712329', 'Savnet Svartbak', '1947-10-23'),
    {
      person: { foedselsEllerDNummer: '20914695016' },
      adresse: { adresselinje: ['Arveveien 2'], ...place('6005', 'ÅLESUND') },
    },
  ),
  estate('lawyer', 'a lawyer', who('14884212384', 'Minnet Makrell', '1942-08-14'), {
    advokat: { personnavn: { fornavn: 'Rettskaffen', etternavn: 'Rapphøne' } },
    adresse: { adresselinje: ['Lovgata 3'], ...place('0155', 'OSLO') },
  }),
  estate('abroad', 'an organisation abroad', who('30855112317', 'Avgått Ærfugl', '1951-05-30'), {
    organisasjon: { organisasjonsnavn: 'Exempelbanken AB' },
    adresse: { adresselinje: ['Bankgatan 4'], ...place('111 22', 'STOCKHOLM'), landkode: 'SWE' },
  }),
  {
    key: 'replaced-identifier',
    label: 'D-number that has become a national identity number',
    rule: 'NOT_NOTIFIABLE',
    personIdentifier: '57908312327',
    name: 'Omdøpt Oter før',
    describe: () => ({ birthDate: '1983-10-17', replacedBy: NEW_IDENTIFIER, krr: UNKNOWN_TO_KRR }),
  },
  registerPerson(
    {
      ...{ key: 'replacing-identifier', label: 'National identity number that was a D-number', rule: 'NOT_NOTIFIABLE' },
      ...who(NEW_IDENTIFIER, 'Omdøpt Oter', '1983-10-17'),
    },
    { bostedsadresse: [address(street('Nyfødtveien', '8', place('7030', 'TRONDHEIM')))] },
  ),
];

function estate(key: string, contactKind: string, person: ReturnType<typeof who>, contact: object): SeedPerson {
  const seed = { key: `estate-${key}`, label: `Deceased, the estate is with ${contactKind}`, rule: 'PERSON_DECEASED' };
  const terms = { skifteform: 'annet', attestutstedelsesdato: '2026-01-15' };
  return registerPerson(
    { ...seed, ...person, deceased: true },
    { kontaktinformasjonForDoedsbo: [version({ ...contact, ...terms })] },
  );
}
