import { Module, type DynamicModule } from '@nestjs/common';
import { loadConfig, type Environment } from '#platform/load-config.js';
import { KrrAdapter } from './krr.adapter.js';
import { KrrConfig } from './krr.config.js';

/** Needs the global CLOCK and TokenProvider. */
@Module({})
export default class KrrModule {
  static register(environment: Environment): DynamicModule {
    const config = loadConfig(KrrConfig, environment, 'KRR_');
    return {
      module: KrrModule,
      providers: [{ provide: KrrConfig, useValue: config }, KrrAdapter],
      exports: [KrrAdapter],
    };
  }
}
