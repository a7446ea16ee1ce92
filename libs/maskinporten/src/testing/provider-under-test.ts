import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { MaskinportenClient } from '../maskinporten.client.js';
import { MaskinportenConfig } from '../maskinporten.config.js';
import { TokenProvider } from '../token-provider.js';
import { InProcessMaskinporten } from './in-process-maskinporten.js';

export interface ProviderUnderTest {
  readonly provider: TokenProvider;
  readonly maskinporten: InProcessMaskinporten;
}

/** A real TokenProvider, whose clock is `ourOffsetMs` ahead of that of the simulated Maskinporten. */
export function providerUnderTest(change: Partial<MaskinportenConfig> = {}, ourOffsetMs = 0): ProviderUnderTest {
  const maskinporten = new InProcessMaskinporten();
  const config = Object.assign(new MaskinportenConfig(), {
    issuer: maskinporten.issuer,
    tokenUrl: `${maskinporten.issuer}token`,
    jwksUrl: `${maskinporten.issuer}jwk`,
    clientId: 'meldingsformidler',
    organisation: '991825827',
    signerClientIds:
      '313000001=client-313000001,313001008=client-313001008,313003000=client-313003000,310000003=client-310000003',
    ...change,
  });
  const client = new MaskinportenClient(maskinporten, config.tokenUrl);
  return {
    provider: new TokenProvider(config, client, new SigningIdentityStore('config/certificates'), {
      now: () => new Date(maskinporten.clock.now().getTime() + ourOffsetMs),
    }),
    maskinporten,
  };
}
