import { Module, type DynamicModule } from '@nestjs/common';
import type { Environment } from '#platform/load-config.js';
import { dpiChannelProvider } from '#dpi/channel/dpi-channel.provider.js';
import { DigipostAdapter } from './digipost.adapter.js';
import { DigipostClient } from './digipost.client.js';
import { loadDigipostConfig } from './digipost.config.js';

/** Needs TokenProvider, SigningIdentityStore and PlatformModule, all global. */
@Module({})
export default class DigipostModule {
  static register(environment: Environment): DynamicModule {
    const settings = loadDigipostConfig(environment);
    const provider = dpiChannelProvider({
      adapter: DigipostAdapter,
      config: settings.dpi,
      client: (clock) => new DigipostClient(settings, clock),
      create: (parts) => new DigipostAdapter(parts, settings.kanal),
    });
    return { module: DigipostModule, providers: [provider], exports: [DigipostAdapter] };
  }
}
