import { describe, expect, it } from '@jest/globals';
import type { PostalAddress } from '#domain/postal-address.js';
import { printAddress, printAddressProblem } from './print-address.js';

const norwegian: PostalAddress = { name: 'Kari Prøve', lines: ['Gata 1'], postalCode: '0001', city: 'Oslo' };
const swedish: PostalAddress = {
  name: 'Kari Prøve',
  lines: ['Storgatan 1'],
  postalCode: '111 22',
  city: 'Stockholm',
  countryCode: 'SE',
};

describe('the address of a printed letter', () => {
  it('in Norway has postnummer and poststed, and no country', () => {
    const expected = { navn: 'Kari Prøve', adresselinje1: 'Gata 1', postnummer: '0001', poststed: 'Oslo' };
    expect(printAddress(norwegian)).toEqual(expected);
    expect(printAddress({ ...norwegian, countryCode: 'NO' })).toEqual(expected);
  });

  it('abroad has its code and town as the last line, and the country by its code', () => {
    expect(printAddress(swedish)).toEqual({
      navn: 'Kari Prøve',
      adresselinje1: 'Storgatan 1',
      adresselinje2: '111 22 Stockholm',
      landkode: 'SE',
    });
  });

  it('abroad with four lines has code and town behind the last', () => {
    const lines = ['Flat 2', 'The House', 'Street 1', 'Village'];
    const address = { ...swedish, lines, postalCode: 'AB1 2CD', city: 'Town', countryCode: 'GB' };
    expect(printAddressProblem(address)).toBeUndefined();
    expect(printAddress(address)).toMatchObject({ adresselinje3: 'Street 1', adresselinje4: 'Village, AB1 2CD Town' });
  });

  it('abroad may lack code and town', () => {
    const address = { name: 'A', lines: ['PO Box 1'], countryCode: 'AE' };
    expect(printAddressProblem(address)).toBeUndefined();
    expect(printAddress(address)).toEqual({ navn: 'A', adresselinje1: 'PO Box 1', landkode: 'AE' });
  });

  it('is cleaned: one space, no control characters, no empty lines', () => {
    expect(printAddress({ ...norwegian, name: ' Kari\tPrøve\u0000', lines: ['  ', 'Gata \n 1', ''] })).toMatchObject({
      navn: 'Kari Prøve',
      adresselinje1: 'Gata 1',
    });
  });

  it.each<[string, PostalAddress, string]>([
    ['no name', { ...norwegian, name: ' ' }, 'incomplete'],
    ['no line', { ...norwegian, lines: ['\u0001'] }, 'incomplete'],
    ['no town in Norway', { ...norwegian, city: ' ' }, 'incomplete'],
    ['a postal code of another kind in Norway', { ...norwegian, postalCode: '111 22' }, 'incomplete'],
    ['a country that is no code', { ...swedish, countryCode: '??' }, 'incomplete'],
    ['a long line', { ...norwegian, lines: ['x'.repeat(101)] }, 'too-long'],
    ['a long town', { ...norwegian, city: 'x'.repeat(81) }, 'too-long'],
    ['no room for the town abroad', { ...swedish, lines: ['a', 'b', 'c', 'x'.repeat(90)] }, 'too-long'],
    ['five lines', { ...norwegian, lines: ['a', 'b', 'c', 'd', 'e'] }, 'too-many-lines'],
  ])('with %s is a problem before anything is sent', (_what, address, problem) => {
    expect(printAddressProblem(address)).toBe(problem);
  });

  it('has a hundred characters in a line, counted as people do', () => {
    expect(printAddressProblem({ ...norwegian, lines: ['😀'.repeat(100)] })).toBeUndefined();
  });
});
