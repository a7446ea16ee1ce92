import { isJsonObject, type JsonObject } from '#platform/parse-json.js';
import { noteUnknownFields, type NoteSurprise } from '#platform/surprises.js';

/**
 * The fields of units and sub-units: the published OpenAPI document of 2023-11 and what answers have had since (2026-08).
 * We read a few of them; one that is not here is new, and is told once by name.
 */
const UNIT_FIELDS = words(
  'organisasjonsnummer navn organisasjonsform hjemmeside postadresse forretningsadresse beliggenhetsadresse ' +
    'registreringsdatoEnhetsregisteret registrertIMvaregisteret frivilligMvaRegistrertBeskrivelser naeringskode1 ' +
    'naeringskode2 naeringskode3 hjelpeenhetskode antallAnsatte harRegistrertAntallAnsatte overordnetEnhet ' +
    'stiftelsedato stiftelsesdato institusjonellSektorkode registrertIForetaksregisteret ' +
    'registrertIStiftelsesregisteret registrertIFrivillighetsregisteret registrertIPartiregisteret ' +
    'sisteInnsendteAarsregnskap konkurs konkursdato underAvvikling underAvviklingDato ' +
    'underTvangsavviklingEllerTvangsopplosning underRekonstruksjonsforhandlingDato ' +
    'tvangsavvikletPgaManglendeSlettingDato tvangsopplostPgaManglendeDagligLederDato ' +
    'tvangsopplostPgaManglendeRevisorDato tvangsopplostPgaManglendeRegnskapDato ' +
    'tvangsopplostPgaMangelfulltStyreDato maalform vedtektsdato vedtektsfestetFormaal aktivitet epostadresse telefon ' +
    'mobil kapital erIKonsern paategninger registreringsdatoMerverdiavgiftsregisteret ' +
    'registreringsdatoMerverdiavgiftsregisteretEnhetsregisteret registreringsdatoFrivilligMerverdiavgiftsregisteret ' +
    'registreringsdatoForetaksregisteret registreringsdatoFrivillighetsregisteret registreringsdatoPartiregisteret ' +
    'registreringsdatoAntallAnsatteEnhetsregisteret registreringsdatoAntallAnsatteNAVAaregisteret ' +
    'oppstartsdato datoEierskifte nedleggelsesdato slettedato respons_klasse links _links',
);

const ADDRESS_FIELDS = words('land landkode postnummer poststed adresse kommune kommunenummer');

export const ADDRESSES = ['postadresse', 'forretningsadresse', 'beliggenhetsadresse'] as const;

export function noteUnknownWords(unit: JsonObject, note: NoteSurprise): void {
  noteUnknownFields(unit, UNIT_FIELDS, 'enhet', note);
  for (const field of ADDRESSES) {
    const address = unit[field];
    if (isJsonObject(address)) noteUnknownFields(address, ADDRESS_FIELDS, field, note);
  }
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
