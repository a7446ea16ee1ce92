import { DpiChannelConfig, loadDpiChannelConfig, type DpiChannelSettings } from '#dpi/channel/dpi.config.js';
import type { Environment } from '#platform/load-config.js';

/** `EBOKS_*` beside the `DPI_*` of the access point. */
export class EboksConfig extends DpiChannelConfig {
  constructor() {
    super('mf-eboks');
  }
}

export function loadEboksConfig(environment: Environment): DpiChannelSettings {
  return loadDpiChannelConfig(environment, 'EBOKS_', EboksConfig);
}
