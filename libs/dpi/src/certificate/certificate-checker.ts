import { err, ok, type Result } from '#domain/result.js';
import type { CertificateProblem } from './certificate-problem.js';
import type { CertificateTrust, TrustedCertificate } from './certificate-trust.js';
import type { CertificateUsage } from './leaf-certificate.rules.js';
import { OutcomeCache } from './outcome-cache.js';
import type { RevocationCheck } from './revocation.port.js';

/**
 * The one answer to "may this certificate be used for this, now?": trust, then revocation. In that order, so that nobody
 * can make us fetch a revocation list from an address of his choice: it is asked for only when a configured root has
 * signed the address.
 *
 * A certificate that held is believed until its revocation list is due again, since the same few certificates come with
 * every letter, and building and verifying a path costs as much as a signature. What did not hold is looked at anew.
 */
export class CertificateChecker {
  private readonly held = new OutcomeCache<TrustedCertificate>();

  constructor(
    private readonly trust: CertificateTrust,
    private readonly revocation: RevocationCheck,
  ) {}

  /** `chain`: DER or PEM, leaf first; the rest only help to find the way to a configured root. Never rejects. */
  async check(
    chain: readonly (Buffer | string)[],
    usage: CertificateUsage,
    at: Date,
    signal: AbortSignal,
  ): Promise<Result<TrustedCertificate, CertificateProblem>> {
    const [first] = chain;
    if (first === undefined) return err('NOT_A_CERTIFICATE');
    const key = `${usage} ${first.toString('latin1')}`;
    const known = this.held.get(key, at);
    if (known !== undefined) return ok(known);
    const trusted = this.trust.check(chain, usage, at);
    if (!trusted.ok) return trusted;
    const { leaf, issuers } = trusted.value;
    const path = [leaf, ...issuers];
    const verdict = await this.revocation.check(path, at, signal);
    switch (verdict.kind) {
      case 'revoked':
        return err('CERTIFICATE_REVOKED');
      case 'unknown':
        return err('REVOCATION_UNKNOWN');
      case 'good':
        this.held.put(key, leaf, at, earliest([verdict.until, ...path.map(({ validTo }) => validTo)]));
        return ok(leaf);
    }
  }
}

function earliest(dates: readonly Date[]): Date {
  return new Date(Math.min(...dates.map((date) => date.getTime())));
}
