import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { noteUnknownFields, type NoteSurprise } from '#platform/surprises.js';
import { versions } from './person-document.js';

/**
 * The words of the person document that we read (PersondokumentMedHistorikk v1BETA2; a spec holds them to the published
 * schema): what is not here is new, and is told once by name.
 */
const METADATA = 'ajourholdstidspunkt erGjeldende kilde aarsak gyldighetstidspunkt opphoerstidspunkt';
const MATRIKKEL = 'adresseIdentifikatorFraMatrikkelen naerAdresseIdentifikatorFraMatrikkelen';

/** Fields of a version of each part, without those that every version has. */
export const PART_FIELDS = {
  identifikasjonsnummer: words('status foedselsEllerDNummer identifikatortype'),
  status: words('status'),
  navn: words('fornavn mellomnavn etternavn forkortetNavn originaltNavn'),
  foedsel: words('foedselsdato foedselsaar foedested foedekommuneINorge foedeland'),
  doedsfall: words('doedsdato'),
  kontaktinformasjonForDoedsbo: words('person advokat organisasjon skifteform attestutstedelsesdato adresse'),
  adressebeskyttelse: words('graderingsnivaa'),
  bostedsadresse: words(
    `ukjentBosted vegadresse matrikkeladresse ${MATRIKKEL} adressegradering flyttedato ` +
      'grunnkrets stemmekrets skolekrets kirkekrets',
  ),
  oppholdsadresse: words(
    'vegadresse matrikkeladresse utenlandskAdresse adressenErUkjent adresseIdentifikatorFraMatrikkelen ' +
      'adressegradering oppholdsadressedato oppholdAnnetSted',
  ),
  postadresse: words('adressegradering postboksadresse vegadresse postadresseIFrittFormat'),
  postadresseIUtlandet: words('adressegradering utenlandskAdresse utenlandskAdresseIFrittFormat'),
} as const;

export type PersonPart = keyof typeof PART_FIELDS;

/** The parts of the person document that the facts need (data minimisation); `foedsel` for the age. */
export const PARTS = Object.keys(PART_FIELDS) as readonly PersonPart[];

/** Fields of the objects inside a version, by the name under which they stand. */
export const FORM_FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  originaltNavn: words('fornavn mellomnavn etternavn'),
  person: words('foedselsdato personnavn foedselsEllerDNummer'),
  advokat: words('personnavn organisasjonsnavn organisasjonsnummer'),
  organisasjon: words('organisasjonsnavn organisasjonsnummer kontaktpersonnavn'),
  personnavn: words('fornavn mellomnavn etternavn'),
  kontaktpersonnavn: words('fornavn mellomnavn etternavn'),
  adresse: words('adresselinje poststedsnavn postnummer landkode'),
  ukjentBosted: words('bostedskommune'),
  vegadresse: words(
    'kommunenummer bruksenhetsnummer bruksenhetstype adressenavn adressenummer adressekode adressetilleggsnavn ' +
      'poststed coAdressenavn',
  ),
  adressenummer: words('husnummer husbokstav'),
  matrikkeladresse: words(
    'bruksenhetsnummer bruksenhetstype matrikkelnummer undernummer adressetilleggsnavn poststed coAdressenavn',
  ),
  matrikkelnummer: words('kommunenummer gaardsnummer bruksnummer festenummer'),
  poststed: words('poststedsnavn postnummer'),
  postboksadresse: words('postbokseier postboks poststed'),
  postadresseIFrittFormat: words('adresselinje poststed'),
  utenlandskAdresse: words(
    'coAdressenavn adressenavn bygning etasjenummer boenhet postboks postkode byEllerStedsnavn distriktsnavn region landkode',
  ),
  utenlandskAdresseIFrittFormat: words('adresselinje postkode byEllerStedsnavn landkode'),
};

export const PERSON_STATUSES = [
  'bosatt',
  'utflyttet',
  'forsvunnet',
  'doed',
  'opphoert',
  'foedselsregistrert',
  'midlertidig',
  'inaktiv',
  'ikkeBosatt',
  'aktiv',
] as const;

export const IDENTIFIER_STATUSES = ['iBruk', 'opphoert'] as const;

const COMMON = words(METADATA);
const KNOWN_IN_PART = new Map(PARTS.map((part) => [part, new Set([...COMMON, ...PART_FIELDS[part]])]));
const KNOWN_PARTS = new Set<string>(PARTS);

/** Notes parts that nobody asked for and fields that the schema does not have; it is all passed over. */
export function noteUnknownWords(document: JsonObject, note: NoteSurprise): void {
  noteUnknownFields(document, KNOWN_PARTS, 'folkeregisterperson', note);
  for (const part of PARTS) {
    for (const version of versions(document, part)) {
      noteUnknownFields(version, KNOWN_IN_PART.get(part) ?? COMMON, part, note);
      noteInside(version, part, note);
    }
  }
}

function noteInside(object: JsonObject, path: string, note: NoteSurprise): void {
  for (const [name, value] of Object.entries(object)) {
    const known = FORM_FIELDS[name];
    if (known === undefined || !isJsonObject(value)) continue;
    noteUnknownFields(value, known, `${path}.${name}`, note);
    noteInside(value, `${path}.${name}`, note);
  }
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
