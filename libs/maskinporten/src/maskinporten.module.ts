import { Module, type DynamicModule } from '@nestjs/common';
import type { Clock } from '#domain/clock.js';
import type { Environment } from '#platform/load-config.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { CLOCK } from '#platform/tokens.js';
import { JwksClient } from './jwks.client.js';
import { MaskinportenClient } from './maskinporten.client.js';
import { loadMaskinportenConfig } from './maskinporten.config.js';
import { MaskinportenHttp } from './maskinporten-http.js';
import { TokenProvider } from './token-provider.js';
import { TokenVerifier } from './token-verifier.js';

/**
 * Global: TokenProvider (our tokens to others) and TokenVerifier (others' tokens to us). Needs the CLOCK of
 * PlatformModule and a global SigningIdentityStore. Throws ConfigurationError when a variable is missing; a client without
 * certificate or key stops the boot the same way.
 */
@Module({})
export class MaskinportenModule {
  static forEnvironment(environment: Environment): DynamicModule {
    const config = loadMaskinportenConfig(environment);
    return {
      module: MaskinportenModule,
      global: true,
      providers: [
        MaskinportenHttp,
        {
          provide: TokenProvider,
          inject: [MaskinportenHttp, SigningIdentityStore, CLOCK],
          useFactory: (http: MaskinportenHttp, identities: SigningIdentityStore, clock: Clock) => {
            const client = new MaskinportenClient(http.client, config.tokenUrl);
            const tokens = new TokenProvider(config, client, identities, clock);
            tokens.requireSigners();
            return tokens;
          },
        },
        {
          provide: TokenVerifier,
          inject: [MaskinportenHttp, CLOCK],
          useFactory: (http: MaskinportenHttp, clock: Clock) =>
            new TokenVerifier(new JwksClient(http.client, config.jwksUrl, clock), config, clock),
        },
      ],
      exports: [TokenProvider, TokenVerifier],
    };
  }
}
