import type { Clock } from '#domain/clock.js';
import type { TokenProvider } from '#maskinporten/token-provider.js';
import type { SigningIdentityStore } from '#platform/signing-identity.store.js';
import type { CertificateTrust } from '../certificate/certificate-trust.js';
import type { Corner2Client } from '../corner2/corner2.client.js';

/** Scope of sending and of fetching receipts. */
export const DPI_SCOPE = 'digitalpostinnbygger:send';

/** What every DPI channel works with. */
export interface DpiParts {
  readonly client: Corner2Client;
  readonly identities: SigningIdentityStore;
  readonly tokens: Pick<TokenProvider, 'token' | 'forget'>;
  readonly trust: CertificateTrust;
  readonly clock: Clock;
  /** Time to live of a message whose letter has no expiry of its own. */
  readonly timeToLiveMs: number;
}
