import { Module, type DynamicModule } from '@nestjs/common';
import { loadConfig, type Environment } from '#platform/load-config.js';
import { EnhetsregisteretAdapter } from './enhetsregisteret.adapter.js';
import { EnhetsregisteretConfig } from './enhetsregisteret.config.js';

/** Needs the global CLOCK; with LOGGER it tells what the register has that we do not know. */
@Module({})
export default class EnhetsregisteretModule {
  static register(environment: Environment): DynamicModule {
    const config = loadConfig(EnhetsregisteretConfig, environment, 'ENHETSREGISTERET_');
    return {
      module: EnhetsregisteretModule,
      providers: [{ provide: EnhetsregisteretConfig, useValue: config }, EnhetsregisteretAdapter],
      exports: [EnhetsregisteretAdapter],
    };
  }
}
