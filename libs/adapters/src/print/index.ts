import { Module, type DynamicModule } from '@nestjs/common';
import type { Clock } from '#domain/clock.js';
import { loadConfig, type Environment } from '#platform/load-config.js';
import { CLOCK } from '#platform/tokens.js';
import { PrintAdapter } from './print.adapter.js';
import { PrintClient } from './print.client.js';
import { PrintConfig } from './print.config.js';

/** Needs PlatformModule, which is global. */
@Module({})
export default class PrintModule {
  static register(environment: Environment): DynamicModule {
    const config = loadConfig(PrintConfig, environment, 'PRINT_');
    return {
      module: PrintModule,
      providers: [
        { provide: PrintClient, useFactory: () => new PrintClient(config) },
        {
          provide: PrintAdapter,
          inject: [PrintClient, CLOCK],
          useFactory: (client: PrintClient, clock: Clock) => new PrintAdapter(client, config, clock),
        },
      ],
      exports: [PrintAdapter],
    };
  }
}
