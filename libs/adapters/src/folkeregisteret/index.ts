import { Module, type DynamicModule } from '@nestjs/common';
import { loadConfig, type Environment } from '#platform/load-config.js';
import { FolkeregisteretAdapter } from './folkeregisteret.adapter.js';
import { FolkeregisteretConfig } from './folkeregisteret.config.js';

/** Needs the global CLOCK and TokenProvider; with LOGGER it tells what the register has that we do not know. */
@Module({})
export default class FolkeregisteretModule {
  static register(environment: Environment): DynamicModule {
    const config = loadConfig(FolkeregisteretConfig, environment, 'FOLKEREGISTERET_');
    return {
      module: FolkeregisteretModule,
      providers: [{ provide: FolkeregisteretConfig, useValue: config }, FolkeregisteretAdapter],
      exports: [FolkeregisteretAdapter],
    };
  }
}
