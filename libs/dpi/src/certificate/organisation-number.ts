import type { NameAttribute } from './certificate-name.js';

/**
 * Which attribute of the subject holds the organisation number. Configuration, as issuers have moved it twice: SEID 2
 * writes organizationIdentifier, older certificates serialNumber, the oldest the number alone as CN (DPI reference 4.2).
 */
export const ORGANISATION_NUMBER_ATTRIBUTES: readonly string[] = ['2.5.4.97', '2.5.4.5', '2.5.4.3'];

const ORGANIZATION_IDENTIFIER = '2.5.4.97';
const WITH_REGISTER = /^NTRNO-(\d{9})$/;
const BARE = /^(\d{9})$/;

/** Nine digits from the first attribute, in the order of `attributes` (OIDs), that holds them and nothing else. */
export function organisationNumberOf(
  subject: readonly NameAttribute[],
  attributes: readonly string[] = ORGANISATION_NUMBER_ATTRIBUTES,
): string | undefined {
  for (const wanted of attributes) {
    const pattern = wanted === ORGANIZATION_IDENTIFIER ? WITH_REGISTER : BARE;
    for (const { oid, value } of subject) {
      const found = oid === wanted ? pattern.exec(value)?.[1] : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
