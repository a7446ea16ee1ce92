import { Module, type DynamicModule } from '@nestjs/common';
import type { Environment } from '#platform/load-config.js';
import { dpiChannelProvider } from '#dpi/channel/dpi-channel.provider.js';
import { EboksAdapter } from './eboks.adapter.js';
import { EboksClient } from './eboks.client.js';
import { loadEboksConfig } from './eboks.config.js';

/** Needs TokenProvider, SigningIdentityStore and PlatformModule, all global. */
@Module({})
export default class EboksModule {
  static register(environment: Environment): DynamicModule {
    const settings = loadEboksConfig(environment);
    const provider = dpiChannelProvider({
      adapter: EboksAdapter,
      config: settings.dpi,
      client: (clock) => new EboksClient(settings, clock),
      create: (parts) => new EboksAdapter(parts, settings.kanal),
    });
    return { module: EboksModule, providers: [provider], exports: [EboksAdapter] };
  }
}
