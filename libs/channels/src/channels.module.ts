import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CHANNELS_FILE, type ChannelsFile } from './channels-file.js';
import { ProviderRegistry } from './provider.registry.js';

/** Global: the registry of providers. Import it beside `AdaptersModule.fromFolders`, with the same file. */
@Module({})
export class ChannelsModule {
  static forRoot(file: ChannelsFile): DynamicModule {
    return {
      module: ChannelsModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [{ provide: CHANNELS_FILE, useValue: file }, ProviderRegistry],
      exports: [CHANNELS_FILE, ProviderRegistry],
    };
  }
}
