import { describe, expect, it } from '@jest/globals';
import type { PostalAddress } from '#domain/postal-address.js';
import { envelopeFailure } from './print.mapper.js';

const NORWEGIAN: PostalAddress = {
  name: 'Ingrid Eksempel',
  lines: ['Prøveveien 7 B'],
  postalCode: '0987',
  city: 'Oslo',
};

describe('envelope', () => {
  it.each<[string, PostalAddress]>([
    ['a name', { ...NORWEGIAN, name: ' ' }],
    ['a line', { ...NORWEGIAN, lines: ['\u0000'] }],
    ['a city', { name: 'A', lines: ['B'], postalCode: '0987' }],
    ['a postal code of four digits', { ...NORWEGIAN, postalCode: '987' }],
  ])('without %s is refused', (_what, address) => {
    expect(envelopeFailure(address)).toMatchObject({ kind: 'permanent', code: 'PRINT_ADDRESS_INCOMPLETE' });
  });

  it('is complete in Norway with a place, and abroad without', () => {
    expect(envelopeFailure(NORWEGIAN)).toBeUndefined();
    expect(envelopeFailure({ name: 'A', lines: ['B'], countryCode: 'SE' })).toBeUndefined();
  });
});
