import { DpiChannelConfig, loadDpiChannelConfig, type DpiChannelSettings } from '#dpi/channel/dpi.config.js';
import type { Environment } from '#platform/load-config.js';

/** `DIGIPOST_*` beside the `DPI_*` of the access point. */
export class DigipostConfig extends DpiChannelConfig {
  constructor() {
    super('mf-digipost');
  }
}

export function loadDigipostConfig(environment: Environment): DpiChannelSettings {
  return loadDpiChannelConfig(environment, 'DIGIPOST_', DigipostConfig);
}
