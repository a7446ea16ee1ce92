import type { PostalAddress } from '#domain/postal-address.js';
import type { JsonObject } from '#platform/parse-json.js';
import { currentVersions, fullName, linesOf, objectOf, textOf } from './person-document.js';

/**
 * Who answers for the estate of a deceased person and where (`kontaktinformasjonForDoedsbo`). The addressee is the
 * contact; a contact who is only a number has no name to write, and then it is the estate itself.
 */
export function toEstateAddress(document: JsonObject, deceasedName: string | undefined): PostalAddress | undefined {
  for (const contact of currentVersions(document, 'kontaktinformasjonForDoedsbo')) {
    const address = objectOf(contact, 'adresse');
    const name = contactName(contact) ?? (deceasedName === undefined ? undefined : `Dødsboet etter ${deceasedName}`);
    const lines = linesOf(address, 'adresselinje');
    const postalCode = textOf(address, 'postnummer');
    const city = textOf(address, 'poststedsnavn');
    if (name === undefined || lines.length === 0 || postalCode === undefined || city === undefined) continue;
    const country = textOf(address, 'landkode') ?? 'NOR';
    if (country === 'NOR' || country === 'NO') {
      if (/^\d{4}$/.test(postalCode)) return { name, lines: lines.slice(0, 4), postalCode, city };
    } else if (country.length === 2) {
      return { name, lines: lines.slice(0, 4), postalCode, city, countryCode: country };
    }
  }
  return undefined;
}

function contactName(contact: JsonObject): string | undefined {
  const lawyer = objectOf(contact, 'advokat');
  const organisation = objectOf(contact, 'organisasjon');
  return (
    fullName(objectOf(objectOf(contact, 'person'), 'personnavn')) ??
    textOf(organisation, 'organisasjonsnavn') ??
    textOf(lawyer, 'organisasjonsnavn') ??
    fullName(objectOf(lawyer, 'personnavn'))
  );
}
