import type { PopulationFacts } from '#domain/recipient-facts.js';
import type { JsonObject } from '#platform/parse-json.js';
import { readPerson } from '../folkeregisteret.mapper.js';

/** Documents of invented persons for the specs of this folder. */
export const ASKED = '20914695016';
export const current = { erGjeldende: true } as const;
export const former = { erGjeldende: false } as const;
export const OSLO = { poststedsnavn: 'OSLO', postnummer: '0155' };
export const STREET = { adressenavn: 'Storgata', adressenummer: { husnummer: '12', husbokstav: 'B' }, poststed: OSLO };
export const STREET_PLACE = { lines: ['Storgata 12B'], postalCode: '0155', city: 'OSLO' };

const KARI = {
  identifikasjonsnummer: [
    { ...current, status: 'iBruk', foedselsEllerDNummer: ASKED, identifikatortype: 'foedselsnummer' },
  ],
  status: [{ ...current, status: 'bosatt' }],
  navn: [
    { ...former, fornavn: 'FØR', etternavn: 'NAVN' },
    { ...current, fornavn: 'KARI', mellomnavn: 'ÅSE', etternavn: 'SYNTETISK' },
  ],
  foedsel: [{ ...current, foedselsdato: '1946-11-20', foedselsaar: '1946' }],
};

export const NAME = 'KARI ÅSE SYNTETISK';

/** A living person in Norway without any address. */
export function aPerson(parts: JsonObject = {}): JsonObject {
  return { ...KARI, ...parts };
}

/** The facts of `aPerson`, which must be readable. */
export function factsOf(parts: JsonObject = {}): PopulationFacts {
  const reading = readPerson(aPerson(parts), ASKED);
  if (!reading.ok) throw new Error(reading.error.text);
  return reading.value.facts;
}

/** The address of `aPerson` without the name, which is the person's. */
export function placeOf(parts: JsonObject): unknown {
  const { postalAddress } = factsOf(parts);
  if (postalAddress === undefined) return undefined;
  const { name, ...place } = postalAddress;
  if (name !== NAME) throw new Error('The letter is to somebody else.');
  return place;
}
