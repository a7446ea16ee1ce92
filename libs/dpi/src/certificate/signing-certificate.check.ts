import type { LeafProblem } from './certificate-problem.js';
import type { CertificateTrust } from './certificate-trust.js';
import { leafProblem } from './leaf-certificate.rules.js';
import { OutcomeCache } from './outcome-cache.js';
import type { RevocationCheck, RevocationVerdict } from './revocation.port.js';
import type { SigningKey } from './signing-key.js';

export type SigningCertificateProblem =
  LeafProblem | 'NOT_A_CERTIFICATE' | 'CERTIFICATE_REVOKED' | 'of-another' | 'key-of-another';

/** How soon it is looked at again when no list could be had. */
const RECHECK_MS = 60_000;

/**
 * Our own certificate, before it signs: what the receiver would refuse it for, told here and now instead of as the
 * failure of a letter hours later.
 *
 * Trust and policy are not asked: the configured roots are those of the *receivers*, and the operator who put the
 * certificate there vouches for it. For the same reason it is revoked only when a list says so. A list that cannot be had
 * stops nothing: whoever relies on our signature looks it up himself, and holding all letters back would protect nobody.
 */
export class SigningCertificateCheck {
  private readonly notRevoked = new OutcomeCache<true>();

  constructor(
    private readonly trust: CertificateTrust,
    private readonly revocation: RevocationCheck,
  ) {}

  /** Undefined when it may sign. Never rejects. */
  async problemOf(key: SigningKey, at: Date, signal: AbortSignal): Promise<SigningCertificateProblem | undefined> {
    const problem = this.ownProblem(key, at);
    if (problem !== undefined) return problem;
    return (await this.isRevoked(key, at, signal)) ? 'CERTIFICATE_REVOKED' : undefined;
  }

  private async isRevoked(key: SigningKey, at: Date, signal: AbortSignal): Promise<boolean> {
    const { fingerprint } = key.leaf;
    if (this.notRevoked.get(fingerprint, at) === true) return false;
    const issuers = this.trust.issuersOf(key.leaf, key.chain.slice(1), at);
    const verdict: RevocationVerdict =
      issuers === undefined ? { kind: 'unknown' } : await this.revocation.check([key.leaf, ...issuers], at, signal);
    if (verdict.kind === 'revoked') return true;
    this.notRevoked.put(
      fingerprint,
      true,
      at,
      verdict.kind === 'good' ? verdict.until : new Date(at.getTime() + RECHECK_MS),
    );
    return false;
  }

  private ownProblem(key: SigningKey, at: Date): SigningCertificateProblem | undefined {
    if (!key.belongsToLeaf) return 'key-of-another';
    if (this.trust.organisationNumber(key.leaf) !== key.organisationNumber) return 'of-another';
    return leafProblem(key.leaf, 'sign', at);
  }
}
