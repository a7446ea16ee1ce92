import { describe, expect, it } from '@jest/globals';
import { fitAddressLines } from './address-lines.js';

const LONG = 'Avdeling for internasjonalt samarbeid og kontakt med utlandet';

describe('fitAddressLines', () => {
  it('leaves what fits as it is, without empty lines', () => {
    expect(fitAddressLines([undefined, '  c/o  Ola ', '', ' ', 'Storgata\t1\n'])).toEqual(['c/o Ola', 'Storgata 1']);
  });

  it('joins what is over four lines and loses nothing', () => {
    expect(fitAddressLines(['1', '2', '3', '4', '5', '6'])).toEqual(['1', '2', '3', '4, 5, 6']);
  });

  it('breaks a long line at a comma, or else at a space, when there is room', () => {
    expect(fitAddressLines([`Bygning 7, etasje 3, ${LONG}`])).toEqual(['Bygning 7, etasje 3', ...brokenAtSpace()]);
    expect(fitAddressLines([LONG, 'Storgata 1'])).toEqual([...brokenAtSpace(), 'Storgata 1']);
    expect(fitAddressLines([LONG, '2', '3', '4'])).toEqual([LONG, '2', '3', '4']);
  });

  it('does not break a word', () => {
    expect(fitAddressLines(['x'.repeat(70)])).toEqual(['x'.repeat(70)]);
  });

  function brokenAtSpace(): readonly string[] {
    return ['Avdeling for internasjonalt samarbeid og kontakt med', 'utlandet'];
  }
});
