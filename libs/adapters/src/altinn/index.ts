import { Module, type DynamicModule } from '@nestjs/common';
import type { Clock } from '#domain/clock.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import { loadConfig, type Environment } from '#platform/load-config.js';
import type { Logger } from '#platform/logger.js';
import { surpriseLog } from '#platform/surprise-log.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { AltinnAdapter } from './altinn.adapter.js';
import { AltinnCalls } from './altinn-calls.js';
import { AltinnClient } from './altinn.client.js';
import { AltinnConfig } from './altinn.config.js';
import { AltinnEventsClient } from './altinn-events.client.js';
import { AltinnHttp } from './altinn-http.js';
import { allResources } from './altinn-resource.js';
import { AltinnSubscriber } from './altinn.subscriber.js';

/** Needs TokenProvider (MaskinportenModule) and PlatformModule, both global. */
@Module({})
export default class AltinnModule {
  static register(environment: Environment): DynamicModule {
    const config = loadConfig(AltinnConfig, environment, 'ALTINN_');
    return {
      module: AltinnModule,
      providers: [
        AltinnHttp,
        {
          provide: AltinnCalls,
          inject: [AltinnHttp, TokenProvider, CLOCK],
          useFactory: (http: AltinnHttp, tokens: TokenProvider, clock: Clock) =>
            new AltinnCalls(http, tokens, config, clock),
        },
        {
          provide: AltinnAdapter,
          inject: [AltinnCalls, CLOCK, LOGGER],
          useFactory: (calls: AltinnCalls, clock: Clock, logger: Logger) =>
            new AltinnAdapter(new AltinnClient(calls), config, clock, surpriseLog('altinn', logger)),
        },
        {
          provide: AltinnSubscriber,
          inject: [AltinnCalls, LOGGER],
          useFactory: (calls: AltinnCalls, logger: Logger) =>
            new AltinnSubscriber(new AltinnEventsClient(calls), allResources(config), config.callbackUrl, logger),
        },
      ],
      exports: [AltinnAdapter],
    };
  }
}
