import type { FactoryProvider, Type } from '@nestjs/common';
import type { Channel } from '#channels/channel.port.js';
import type { Clock } from '#domain/clock.js';
import { TokenProvider } from '#maskinporten/token-provider.js';
import type { Logger } from '#platform/logger.js';
import { Metrics } from '#platform/metrics.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { CertificateChecker } from '../certificate/certificate-checker.js';
import { CertificateTrust } from '../certificate/certificate-trust.js';
import { SigningCertificateCheck } from '../certificate/signing-certificate.check.js';
import type { Corner2Client } from '../corner2/corner2.client.js';
import type { DpiParts } from './dpi-parts.js';
import { dpiRevocation, type RevocationWitnesses } from './dpi-revocation.js';
import type { DpiConfig } from './dpi.config.js';
import { reportSigningExpiry } from './signing-expiry.js';
import { SigningKeys } from './signing-keys.js';

/** What the app gives to a DPI channel. */
export interface DpiSurroundings extends RevocationWitnesses {
  readonly identities: SigningIdentityStore;
  readonly tokens: TokenProvider;
  readonly clock: Clock;
}

export interface DpiChannelWiring<Adapter> {
  readonly adapter: Type<Adapter>;
  readonly config: DpiConfig;
  client(clock: Clock): Corner2Client;
  create(parts: DpiParts): Adapter;
}

/** The Nest provider of one channel through DPI; needs the global TokenProvider, SigningIdentityStore and CLOCK. */
export function dpiChannelProvider<Adapter extends Channel>(
  wiring: DpiChannelWiring<Adapter>,
): FactoryProvider<Adapter> {
  return {
    provide: wiring.adapter,
    inject: [
      SigningIdentityStore,
      TokenProvider,
      CLOCK,
      { token: LOGGER, optional: true },
      { token: Metrics, optional: true },
    ],
    useFactory: (
      identities: SigningIdentityStore,
      tokens: TokenProvider,
      clock: Clock,
      logger?: Logger,
      metrics?: Metrics,
    ) => wiring.create(dpiParts(wiring.config, wiring.client(clock), { identities, tokens, clock, logger, metrics })),
  };
}

export function dpiParts(config: DpiConfig, client: Corner2Client, surroundings: DpiSurroundings): DpiParts {
  const { identities, tokens, clock } = surroundings;
  const trust = new CertificateTrust({
    certificates: config.trustedCertificates,
    policies: config.certificatePolicies.split(','),
    organisationNumberAttributes: config.organisationNumberAttributes.split(','),
  });
  const revocation = dpiRevocation(config, surroundings);
  if (surroundings.metrics !== undefined) reportSigningExpiry(identities, surroundings.metrics);
  return {
    client,
    tokens,
    clock,
    signingKeys: new SigningKeys(identities, new SigningCertificateCheck(trust, revocation.check)),
    certificates: new CertificateChecker(trust, revocation.check),
    revocation,
    timeToLiveMs: config.timeToLiveHours * 3_600_000,
  };
}
