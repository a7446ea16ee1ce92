import { describe, expect, it } from '@jest/globals';
import { DPI_PRINT_FAULTS } from './dpi-print.errors.js';

/** As the channel reads the table: the first line that fits. */
function codeOf(type: 'KLIENT' | 'SERVER', text: string): string | undefined {
  return DPI_PRINT_FAULTS.find((fault) => fault.type === type && fault.pattern.test(text))?.code;
}

describe('feil of the print service', () => {
  it.each([
    ['KLIENT', 'Kan ikke dekryptere', 'PACKAGE_NOT_DECRYPTABLE'],
    ['KLIENT', 'Feil signatur', 'PACKAGE_REFUSED'],
    ['KLIENT', 'Feil i manifest (mottaker)', 'PACKAGE_REFUSED'],
    ['KLIENT', 'Ugyldig adresse', 'PRINT_SERVICE_REFUSED_LETTER'],
    ['KLIENT', '', 'PRINT_SERVICE_REFUSED_LETTER'],
    ['SERVER', 'Kan ikke dekryptere', 'PRINT_SERVICE_FAULT'],
    ['SERVER', '', 'PRINT_SERVICE_FAULT'],
  ] as const)('%s "%s" is %s', (type, text, code) => {
    expect(codeOf(type, text)).toBe(code);
  });
});
