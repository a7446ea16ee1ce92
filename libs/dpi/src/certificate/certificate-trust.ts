import { err, ok, type Result } from '#domain/result.js';
import { certificateInfo, type CertificateInfo } from './certificate-info.js';

/**
 * Which certificates we believe. Roots, intermediates and policies are configuration, because new issuers and new
 * policies have broken validation again and again at our peers (DPI reference 7, item 7). Revocation is not checked yet.
 */
export interface TrustSettings {
  /** PEM, any number of certificates; self-signed ones are roots, the rest help to build chains. */
  readonly certificates: string;
  /** Accepted policy OIDs; one that ends with a dot accepts everything below it. Empty accepts all. */
  readonly policies: readonly string[];
}

export type CertificateProblem =
  | 'NOT_A_CERTIFICATE'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'CERTIFICATE_NOT_TRUSTED'
  | 'CERTIFICATE_POLICY_NOT_ACCEPTED'
  | 'KEY_USAGE_NOT_CRITICAL'
  | 'NO_ORGANISATION_NUMBER';

export interface TrustedCertificate extends CertificateInfo {
  readonly organisationNumber: string;
}

/** Production policies of Buypass and Commfides (idporten-seid2-certificate-validator-lib). Test has others: README of the adapters. */
export const SEID_POLICIES: readonly string[] = ['2.16.578.1.26.1.3.5', '2.16.578.1.26.1.3.2', '2.16.578.1.29.13.'];

const MAX_CHAIN = 6;
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

export class CertificateTrust {
  private readonly known: readonly CertificateInfo[];

  constructor(private readonly settings: TrustSettings) {
    this.known = (settings.certificates.match(PEM_CERTIFICATE) ?? []).map(certificateInfo);
  }

  /** `chain`: DER or PEM, leaf first; the rest only help to find the way to a configured root. */
  check(chain: readonly (Buffer | string)[], at: Date): Result<TrustedCertificate, CertificateProblem> {
    let certificates: CertificateInfo[];
    try {
      certificates = chain.map(certificateInfo);
    } catch {
      return err('NOT_A_CERTIFICATE');
    }
    const [leaf, ...helpers] = certificates;
    if (leaf === undefined) return err('NOT_A_CERTIFICATE');
    const problem =
      this.leafProblem(leaf, at) ?? (this.leadsToRoot(leaf, helpers, at, 0) ? undefined : 'CERTIFICATE_NOT_TRUSTED');
    if (problem !== undefined) return err(problem);
    const { organisationNumber } = leaf;
    return organisationNumber === undefined ? err('NO_ORGANISATION_NUMBER') : ok({ ...leaf, organisationNumber });
  }

  private leafProblem(leaf: CertificateInfo, at: Date): CertificateProblem | undefined {
    if (at > leaf.validTo) return 'CERTIFICATE_EXPIRED';
    if (at < leaf.validFrom) return 'CERTIFICATE_NOT_YET_VALID';
    if (!leaf.keyUsageCritical) return 'KEY_USAGE_NOT_CRITICAL';
    const { policies } = this.settings;
    const accepted =
      policies.length === 0 || leaf.policies.some((policy) => policies.some((rule) => follows(policy, rule)));
    return accepted ? undefined : 'CERTIFICATE_POLICY_NOT_ACCEPTED';
  }

  private leadsToRoot(
    certificate: CertificateInfo,
    helpers: readonly CertificateInfo[],
    at: Date,
    depth: number,
  ): boolean {
    if (depth > MAX_CHAIN) return false;
    const isIssuer = (candidate: CertificateInfo): boolean =>
      candidate.isAuthority &&
      candidate.validFrom <= at &&
      at <= candidate.validTo &&
      certificate.x509.checkIssued(candidate.x509) &&
      certificate.x509.verify(candidate.x509.publicKey);
    const isRoot = (candidate: CertificateInfo): boolean => candidate.x509.checkIssued(candidate.x509);
    if (this.known.some((candidate) => isRoot(candidate) && isIssuer(candidate))) return true;
    const between = [...this.known.filter((candidate) => !isRoot(candidate)), ...helpers];
    return between.some((candidate) => isIssuer(candidate) && this.leadsToRoot(candidate, helpers, at, depth + 1));
  }
}

function follows(policy: string, rule: string): boolean {
  return rule.endsWith('.') ? policy.startsWith(rule) : policy === rule;
}
