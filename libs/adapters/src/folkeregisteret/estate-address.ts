import { fitAddressLines } from '#domain/address-lines.js';
import { hasNorwegianPost, toCountryCode } from '#domain/countries.js';
import { placeOfLines, type Place } from '#domain/norwegian-post.js';
import type { PostalAddress } from '#domain/postal-address.js';
import type { JsonObject } from '#platform/parse-json.js';
import { currentVersions, fullName, linesOf, objectOf, textOf } from './person-document.js';

/**
 * Who answers for the estate of a deceased person and where (`kontaktinformasjonForDoedsbo`): of several the one whose
 * certificate of probate is the newest. The addressee is the contact. A contact may be given as an identifier alone;
 * then the name is the register's to look up, and until then the letter is to the estate itself.
 */
export interface EstateAddress {
  readonly address: PostalAddress;
  /** Whose name belongs on the letter. */
  readonly contactIdentifier?: string;
}

export function toEstateAddress(document: JsonObject, deceasedName: string | undefined): EstateAddress | undefined {
  for (const contact of newestFirst(currentVersions(document, 'kontaktinformasjonForDoedsbo'))) {
    const place = placeOf(objectOf(contact, 'adresse'));
    if (place === undefined) continue;
    const contactIdentifier = textOf(objectOf(contact, 'person'), 'foedselsEllerDNummer');
    const name = contactName(contact);
    const estate = deceasedName === undefined ? 'Dødsboet' : `Dødsboet etter ${deceasedName}`;
    return {
      address: { name: name ?? estate, ...place },
      ...(name === undefined && contactIdentifier !== undefined ? { contactIdentifier } : {}),
    };
  }
  return undefined;
}

function newestFirst(contacts: readonly JsonObject[]): readonly JsonObject[] {
  const issued = (contact: JsonObject): string => textOf(contact, 'attestutstedelsesdato') ?? '';
  return contacts.toSorted((one, other) => (issued(one) < issued(other) ? 1 : issued(one) > issued(other) ? -1 : 0));
}

/** Countries are alpha-3 here and alpha-2 elsewhere in the document; both are read. */
function placeOf(address: JsonObject | undefined): Place | undefined {
  const lines = linesOf(address, 'adresselinje');
  const postalCode = textOf(address, 'postnummer');
  const city = textOf(address, 'poststedsnavn');
  const countryCode = toCountryCode(textOf(address, 'landkode') ?? 'NOR');
  if (countryCode === undefined) return undefined;
  if (hasNorwegianPost(countryCode)) return placeOfLines(lines, postalCode, city);
  const fitted = fitAddressLines(lines);
  if (fitted.length === 0) return undefined;
  return {
    lines: fitted,
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(city === undefined ? {} : { city }),
    countryCode,
  };
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
