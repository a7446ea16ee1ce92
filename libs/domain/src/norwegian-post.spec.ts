import { describe, expect, it } from '@jest/globals';
import { placeOfLines, toNorwegianPlace, toPostalCode } from './norwegian-post.js';

const OSLO = { lines: ['Storgata 1'], postalCode: '0155', city: 'OSLO' };

describe('toPostalCode', () => {
  it.each([
    ['0155', '0155'],
    [' 0155 ', '0155'],
    ['155', '0155'],
    ['NO-0155', '0155'],
    ['no-0155', '0155'],
    ['N-0155', '0155'],
    ['N 0155', '0155'],
    ['9170', '9170'],
  ])('reads %j as %s', (text, code) => {
    expect(toPostalCode(text)).toBe(code);
  });

  it.each([undefined, '', '12', '01555', '0000', '9999', 'SE-111 22', 'OSLO', '0155 OSLO'])(
    'does not read %j',
    (text) => {
      expect(toPostalCode(text)).toBeUndefined();
    },
  );
});

describe('toNorwegianPlace', () => {
  it('takes a line, a code and a place', () => {
    expect(toNorwegianPlace([undefined, ' Storgata 1'], '0155', ' OSLO ')).toEqual(OSLO);
  });

  it.each([
    ['no line', [], '0155', 'OSLO'],
    ['nothing but a c/o', ['c/o Ola Prøve'], '0155', 'OSLO'],
    ['a post box without its number', ['PostBoks'], '0155', 'OSLO'],
    ['no code', ['Storgata 1'], undefined, 'OSLO'],
    ['no place', ['Storgata 1'], '0155', undefined],
    ['a place that is not known', ['Storgata 1'], '0155', 'Ukjent'],
  ])('has none with %s', (_what, lines, code, city) => {
    expect(toNorwegianPlace(lines, code, city)).toBeUndefined();
  });
});

describe('placeOfLines', () => {
  it.each([
    [['Storgata 1', '0155 OSLO', 'Norge']],
    [['Storgata 1', 'NO-0155 OSLO']],
    [['Storgata 1', 'n-0155 OSLO', 'NORWAY']],
    [['Storgata 1', '0155 OSLO, Norge']],
    [['Storgata 1, 0155 OSLO']],
    [['Storgata 1; N-0155 OSLO']],
  ])('finds the place in %j', (lines) => {
    expect(placeOfLines(lines, undefined, undefined)).toEqual(OSLO);
  });

  it('does not write the place twice when it is given and in a line', () => {
    expect(placeOfLines(['Storgata 1', '0155 OSLO'], '0155', 'OSLO')).toEqual(OSLO);
  });

  it('keeps a line that looks like a postal place and is another one', () => {
    const place = placeOfLines(['Storgata 1', '1050 Betongblokka'], '0155', 'OSLO');
    expect(place).toEqual({ ...OSLO, lines: ['Storgata 1', '1050 Betongblokka'] });
  });

  it.each([[['Storgata 1']], [['0155 OSLO']], [['Norge']], [[]]])('has none in %j', (lines) => {
    expect(placeOfLines(lines, undefined, undefined)).toBeUndefined();
  });
});
