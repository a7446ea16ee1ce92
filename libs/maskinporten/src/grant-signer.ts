import type { KeyObject } from 'node:crypto';
import type { GrantAlgorithm } from './maskinporten.config.js';

/** As whom, and by what, a grant is signed. */
export interface GrantSigner {
  readonly clientId: string;
  readonly algorithm: GrantAlgorithm;
  /** How Maskinporten finds the public key: exactly one of the two (maskinporten_protocol_jwtgrant). */
  readonly identification:
    | { readonly kind: 'registered-key'; readonly keyId: string }
    /** Base64 of DER, leaf first. */
    | { readonly kind: 'certificate'; readonly chain: readonly string[] };
  /** Never logged. */
  readonly privateKey: KeyObject;
}
