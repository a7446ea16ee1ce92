/**
 * A postal address as the contract's section 4 has it. `countryCode` is ISO 3166-1 alpha-2 in capitals; absent or
 * `NO` means Norwegian, and then postalCode (four digits) and city are present.
 */
export interface PostalAddress {
  readonly name: string;
  /** One to four lines, street first, without postal code and city. */
  readonly lines: readonly string[];
  readonly postalCode?: string;
  readonly city?: string;
  readonly countryCode?: string;
}

export function isNorwegian(address: Pick<PostalAddress, 'countryCode'>): boolean {
  return address.countryCode === undefined || address.countryCode === 'NO';
}
