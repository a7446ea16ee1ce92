import { describe, expect, it } from '@jest/globals';
import { countryCodeOfName, hasNorwegianPost, toAlpha3, toCountryCode } from './countries.js';

describe('countries', () => {
  it.each([
    ['SE', 'SE'],
    ['se', 'SE'],
    [' SWE ', 'SE'],
    ['NOR', 'NO'],
    ['DEU', 'DE'],
    ['XK', 'XK'],
  ])('%s is %s', (code, alpha2) => {
    expect(toCountryCode(code)).toBe(alpha2);
  });

  it.each(['XX', 'YY', 'ZZ', 'EU', 'XXX', 'S', '', 'SVERIGE'])('%s is no country', (code) => {
    expect(toCountryCode(code)).toBeUndefined();
  });

  it('has every country of ISO 3166-1 that has a name, once', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    const known = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => toCountryCode(code) !== undefined);
    expect(known).toHaveLength(250);
    expect(known.filter((code) => names.of(code) === undefined)).toEqual([]);
  });

  it.each([
    ['Norge', 'NO'],
    ['NOREG', 'NO'],
    ['Norway', 'NO'],
    ['SVERIGE', 'SE'],
    ['Danmark', 'DK'],
    ['Island', 'IS'],
    ['USA', 'US'],
    ['Storbritannia', 'GB'],
    ['FLISA', undefined],
    ['UOPPGITT/UKJENT', undefined],
  ])('the line %s names %s', (line, code) => {
    expect(countryCodeOfName(line)).toBe(code);
  });

  it('writes three letters', () => {
    expect(['SE', 'NO', 'XK', 'YY', ''].map(toAlpha3)).toEqual(['SWE', 'NOR', 'XKX', undefined, undefined]);
  });

  it('knows what has Norwegian post', () => {
    expect(['NO', 'SJ', 'BV', 'SE'].map(hasNorwegianPost)).toEqual([true, true, true, false]);
  });
});
