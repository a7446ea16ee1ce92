import { describe, expect, it } from '@jest/globals';
import { DpiChannelConfig, loadDpiChannelConfig } from './dpi.config.js';

class KivraConfig extends DpiChannelConfig {
  constructor() {
    super('mf-kivra');
  }
}

describe('the configuration of a channel through DPI', () => {
  const required = { DPI_BASE_URL: 'https://c2.example/dpi', DPI_TRUSTED_CERTIFICATES: '-----BEGIN CERTIFICATE-----' };
  const load = (environment: Readonly<Record<string, string>>): string =>
    loadDpiChannelConfig({ ...required, ...environment }, 'KIVRA_', KivraConfig).kanal;

  it('has a kanal of its own', () => {
    expect(load({ EBOKS_KANAL: 'mf-eboks' })).toBe('mf-kivra');
    expect(load({ KIVRA_KANAL: 'other', EBOKS_KANAL: 'mf-eboks' })).toBe('other');
  });

  it('stops the boot when another channel has the same, whatever its case', () => {
    expect(() => load({ KIVRA_KANAL: 'felles', EBOKS_KANAL: 'Felles' })).toThrow(/KIVRA_KANAL.*EBOKS_KANAL/);
    expect(() => load({ EBOKS_KANAL: 'MF-kivra' })).toThrow('EBOKS_KANAL');
  });
});
