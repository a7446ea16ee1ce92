import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import type { Clock } from '#domain/clock.js';
import { dpiChannelProvider } from '#dpi/channel/dpi-channel.provider.js';
import type { Environment } from '#platform/load-config.js';
import { CLOCK } from '#platform/tokens.js';
import { DpiPrintVendor } from './dpi/dpi-print.vendor.js';
import { PrintAdapter } from './print.adapter.js';
import { PRINT_CLIENTS } from './print.client.js';
import { loadPrintSettings, type PrintDpiSettings } from './print.config.js';
import type { SftpConfig } from './sftp/sftp.config.js';
import { SftpVendor } from './sftp/sftp.vendor.js';

/** Needs PlatformModule; with `PRINT_VENDOR=dpi` TokenProvider and SigningIdentityStore too; all are global. */
@Module({})
export default class PrintModule {
  static register(environment: Environment): DynamicModule {
    const settings = loadPrintSettings(environment);
    const provider = settings.vendor === 'dpi' ? byDpi(settings.dpi) : bySftp(settings.sftp);
    return { module: PrintModule, providers: [provider], exports: [PrintAdapter] };
  }
}

function bySftp(config: SftpConfig): FactoryProvider<PrintAdapter> {
  return {
    provide: PrintAdapter,
    inject: [CLOCK],
    useFactory: (clock: Clock) => new PrintAdapter(new SftpVendor(PRINT_CLIENTS.sftp(config), config, clock)),
  };
}

function byDpi(settings: PrintDpiSettings): FactoryProvider<PrintAdapter> {
  return dpiChannelProvider({
    adapter: PrintAdapter,
    config: settings.dpi,
    client: (clock) => PRINT_CLIENTS.dpi(settings, clock),
    create: (parts) => new PrintAdapter(new DpiPrintVendor(parts, settings)),
  });
}
