import type { Clock } from '#domain/clock.js';
import type { TokenProvider } from '#maskinporten/token-provider.js';
import type { CertificateChecker } from '../certificate/certificate-checker.js';
import type { Corner2Client } from '../corner2/corner2.client.js';
import type { DpiRevocation } from './dpi-revocation.js';
import type { SigningKeys } from './signing-keys.js';

/** Scope of sending and of fetching receipts. */
export const DPI_SCOPE = 'digitalpostinnbygger:send';

/** What every DPI channel works with. */
export interface DpiParts {
  readonly client: Corner2Client;
  readonly signingKeys: SigningKeys;
  readonly tokens: Pick<TokenProvider, 'token' | 'forget'>;
  readonly certificates: CertificateChecker;
  /** What `certificates` asks; here to be closed with the channel. */
  readonly revocation: Pick<DpiRevocation, 'close'>;
  readonly clock: Clock;
  /** Time to live of a message whose letter has no expiry of its own. */
  readonly timeToLiveMs: number;
}
