import type { FactoryProvider, Type } from '@nestjs/common';
import type { Clock } from '#domain/clock.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { CLOCK } from '#platform/tokens.js';
import { CertificateTrust } from '../certificate/certificate-trust.js';
import type { Corner2Client } from '../corner2/corner2.client.js';
import type { DpiChannel } from './dpi-channel.js';
import type { DpiParts } from './dpi-parts.js';
import type { DpiConfig } from './dpi.config.js';

/** What the app gives to a DPI channel. */
export interface DpiSurroundings {
  readonly identities: SigningIdentityStore;
  readonly tokens: TokenProvider;
  readonly clock: Clock;
}

export interface DpiChannelWiring {
  readonly adapter: Type<DpiChannel>;
  readonly config: DpiConfig;
  client(clock: Clock): Corner2Client;
  create(parts: DpiParts): DpiChannel;
}

/** The Nest provider of one mailbox channel; needs the global TokenProvider, SigningIdentityStore and CLOCK. */
export function dpiChannelProvider(wiring: DpiChannelWiring): FactoryProvider<DpiChannel> {
  return {
    provide: wiring.adapter,
    inject: [SigningIdentityStore, TokenProvider, CLOCK],
    useFactory: (identities: SigningIdentityStore, tokens: TokenProvider, clock: Clock) =>
      wiring.create(dpiParts(wiring.config, wiring.client(clock), { identities, tokens, clock })),
  };
}

export function dpiParts(config: DpiConfig, client: Corner2Client, surroundings: DpiSurroundings): DpiParts {
  return {
    client,
    ...surroundings,
    trust: new CertificateTrust({
      certificates: config.trustedCertificates,
      policies: config.certificatePolicies.split(','),
    }),
    timeToLiveMs: config.timeToLiveHours * 3_600_000,
  };
}
