import type { OrganisationRegistration } from '#domain/recipient-facts.js';
import type { PostalAddress } from '#domain/postal-address.js';
import { isJsonObject, type JsonObject } from '#platform/parse-json.js';

export const UNKNOWN_ORGANISATION: OrganisationRegistration = { status: 'unknown' };
export const REMOVED_ORGANISATION: OrganisationRegistration = { status: 'deleted' };

/**
 * A unit or sub-unit to our facts (registers reference 4.2); undefined when the body is neither. Deleted is 200 with
 * `slettedato` (`nedleggelsesdato` for sub-units). Deleted comes before bankrupt: a wound-up estate has both.
 */
export function toRegistration(body: unknown): OrganisationRegistration | undefined {
  if (!isJsonObject(body) || typeof body['organisasjonsnummer'] !== 'string') return undefined;
  const name = textOf(body['navn']);
  const postalAddress = toLetterAddress(body, name);
  return {
    status: statusOf(body),
    ...(name === undefined ? {} : { name }),
    ...(postalAddress === undefined ? {} : { postalAddress }),
  };
}

function statusOf(body: JsonObject): OrganisationRegistration['status'] {
  if (textOf(body['slettedato']) !== undefined || textOf(body['nedleggelsesdato']) !== undefined) return 'deleted';
  return body['konkurs'] === true ? 'bankrupt' : 'active';
}

/** Where post goes first, then where the business is; the first that is complete. */
const ADDRESSES = ['postadresse', 'forretningsadresse', 'beliggenhetsadresse'] as const;

function toLetterAddress(body: JsonObject, name: string | undefined): PostalAddress | undefined {
  if (name === undefined) return undefined;
  for (const field of ADDRESSES) {
    const value = body[field];
    const address = isJsonObject(value) ? toAddress(value, name) : undefined;
    if (address !== undefined) return address;
  }
  return undefined;
}

function toAddress(value: JsonObject, name: string): PostalAddress | undefined {
  const given: readonly unknown[] = Array.isArray(value['adresse']) ? value['adresse'] : [];
  const lines = given.flatMap((line) => textOf(line) ?? []).slice(0, 4);
  const countryCode = textOf(value['landkode']) ?? 'NO';
  const postalCode = textOf(value['postnummer']);
  const city = textOf(value['poststed']);
  // Small places have no street: `adresse` is empty, and the place is the address.
  if (lines.length === 0 && city !== undefined) lines.push(city);
  if (lines.length === 0) return undefined;
  if (countryCode === 'NO') {
    if (city === undefined || postalCode === undefined || !/^\d{4}$/.test(postalCode)) return undefined;
    return { name, lines, postalCode, city };
  }
  return {
    name,
    lines,
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(city === undefined ? {} : { city }),
    countryCode,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
