import { IsIn, Matches } from 'class-validator';
import { DpiChannelConfig, DpiConfig, type DpiChannelSettings } from '#dpi/channel/dpi.config.js';
import { loadConfig, type Environment } from '#platform/load-config.js';
import { SftpConfig } from './sftp/sftp.config.js';

const VENDORS = ['sftp', 'dpi'] as const;

/** `PRINT_VENDOR`: who prints. Only the variables of the one that is chosen are asked for. */
export class PrintConfig {
  @IsIn(VENDORS)
  vendor: (typeof VENDORS)[number] = 'sftp';
}

/** `PRINT_*` of `PRINT_VENDOR=dpi`, beside the `DPI_*` of the access point. */
export class PrintDpiConfig extends DpiChannelConfig {
  /** Whose receipts are believed; it must be the print service that KRR names at each deposit. */
  @Matches(/^\d{9}$/)
  providerOrganisation = '974761076';

  constructor() {
    super('mf-print');
  }
}

export interface PrintDpiSettings extends DpiChannelSettings {
  readonly providerOrganisation: string;
}

export type PrintSettings =
  { readonly vendor: 'sftp'; readonly sftp: SftpConfig } | { readonly vendor: 'dpi'; readonly dpi: PrintDpiSettings };

/** Throws ConfigurationError. */
export function loadPrintSettings(environment: Environment): PrintSettings {
  const { vendor } = loadConfig(PrintConfig, environment, 'PRINT_');
  switch (vendor) {
    case 'sftp':
      return { vendor, sftp: loadConfig(SftpConfig, environment, 'PRINT_') };
    case 'dpi': {
      const { kanal, providerOrganisation } = loadConfig(PrintDpiConfig, environment, 'PRINT_');
      return { vendor, dpi: { dpi: loadConfig(DpiConfig, environment, 'DPI_'), kanal, providerOrganisation } };
    }
  }
}
