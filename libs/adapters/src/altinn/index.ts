import { Module, type DynamicModule } from '@nestjs/common';
import type { Clock } from '#domain/clock.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import { HttpClient } from '#platform/http.client.js';
import { loadConfig, type Environment } from '#platform/load-config.js';
import type { Logger } from '#platform/logger.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { AltinnAdapter } from './altinn.adapter.js';
import { AltinnClient } from './altinn.client.js';
import { AltinnConfig } from './altinn.config.js';
import { AltinnSubscriber } from './altinn.subscriber.js';

/** Uploads of 2 GB answer late; a letter is not given up while bytes flow. */
const HEADERS_TIMEOUT_MS = 60_000;

/** Needs TokenProvider (MaskinportenModule) and PlatformModule, both global. */
@Module({})
export default class AltinnModule {
  static register(environment: Environment): DynamicModule {
    const config = loadConfig(AltinnConfig, environment, 'ALTINN_');
    return {
      module: AltinnModule,
      providers: [
        {
          provide: AltinnClient,
          inject: [TokenProvider, CLOCK],
          useFactory: (tokens: TokenProvider, clock: Clock) =>
            new AltinnClient(new HttpClient({ headersTimeoutMs: HEADERS_TIMEOUT_MS }), tokens, config, clock),
        },
        {
          provide: AltinnAdapter,
          inject: [AltinnClient, CLOCK],
          useFactory: (client: AltinnClient, clock: Clock) => new AltinnAdapter(client, config, clock),
        },
        {
          provide: AltinnSubscriber,
          inject: [AltinnClient, LOGGER],
          useFactory: (client: AltinnClient, logger: Logger) =>
            new AltinnSubscriber(client, config.callbackUrl, logger),
        },
      ],
      exports: [AltinnAdapter],
    };
  }
}
