import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '#platform/config-error.js';
import { loadPrintSettings } from './print.config.js';

const DPI = { DPI_BASE_URL: 'https://c2.example.no/dpi', DPI_TRUSTED_CERTIFICATES: '-----BEGIN CERTIFICATE-----' };

function missing(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadPrintSettings(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ name }) => name);
  }
}

describe('the variables of print', () => {
  it('are those of SFTP when nothing is chosen, and none of DPI', () => {
    expect(missing({})).toContain('PRINT_SFTP_HOST');
    expect(missing({}).filter((name) => name.startsWith('DPI_'))).toEqual([]);
  });

  it('are those of DPI when that is chosen, and none of SFTP', () => {
    expect(missing({ PRINT_VENDOR: 'dpi' })).toEqual(Object.keys(DPI));
    expect(loadPrintSettings({ PRINT_VENDOR: 'dpi', ...DPI })).toMatchObject({
      vendor: 'dpi',
      dpi: { kanal: 'mf-print', providerOrganisation: '974761076' },
    });
  });

  it.each([
    ['PRINT_VENDOR', 'fax'],
    ['PRINT_KANAL', 'with space'],
    ['PRINT_PROVIDER_ORGANISATION', '97476107'],
  ])('%s may not be %s', (name, value) => {
    expect(missing({ PRINT_VENDOR: 'dpi', ...DPI, [name]: value })).toEqual([name]);
  });
});
