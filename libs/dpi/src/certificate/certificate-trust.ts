import { err, ok, type Result } from '#domain/result.js';
import { certificateInfo, type CertificateInfo } from './certificate-info.js';
import type { CertificateProblem } from './certificate-problem.js';
import {
  hasUnknownCriticalExtension,
  leafProblem,
  MIN_RSA_BITS,
  type CertificateUsage,
} from './leaf-certificate.rules.js';
import { organisationNumberOf } from './organisation-number.js';

/**
 * Which certificates we believe, by themselves and their issuers; whether one was revoked is CertificateChecker's to
 * find out. Roots, intermediates, policies and where the organisation number stands are configuration, because new
 * issuers and new policies have broken validation again and again at our peers (DPI reference 7, item 7).
 */
export interface TrustSettings {
  /** PEM, any number of certificates; self-signed ones are roots, the rest help to build chains. */
  readonly certificates: string;
  /** Accepted policy OIDs; one that ends with a dot accepts everything below it. Empty accepts all. */
  readonly policies: readonly string[];
  /** OIDs of subject attributes, in order; default as SEID 2. */
  readonly organisationNumberAttributes?: readonly string[];
}

export interface TrustedCertificate extends CertificateInfo {
  readonly organisationNumber: string;
}

export interface TrustedPath {
  readonly leaf: TrustedCertificate;
  /** From the leaf's issuer to the root. */
  readonly issuers: readonly CertificateInfo[];
}

/** Production policies of Buypass and Commfides (idporten-seid2-certificate-validator-lib). Test has others: README of the adapters. */
export const SEID_POLICIES: readonly string[] = ['2.16.578.1.26.1.3.5', '2.16.578.1.26.1.3.2', '2.16.578.1.29.13.'];

const MAX_CHAIN = 6;
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

export class CertificateTrust {
  private readonly roots: readonly CertificateInfo[];
  private readonly intermediates: readonly CertificateInfo[];

  constructor(private readonly settings: TrustSettings) {
    const known = (settings.certificates.match(PEM_CERTIFICATE) ?? []).map(certificateInfo);
    const isRoot = (one: CertificateInfo): boolean => one.x509.checkIssued(one.x509);
    this.roots = known.filter(isRoot);
    this.intermediates = known.filter((one) => !isRoot(one));
  }

  /** `chain`: DER or PEM, leaf first; the rest only help to find the way to a configured root. */
  check(
    chain: readonly (Buffer | string)[],
    usage: CertificateUsage,
    at: Date,
  ): Result<TrustedPath, CertificateProblem> {
    const certificates = read(chain);
    const [leaf, ...helpers] = certificates ?? [];
    if (leaf === undefined) return err('NOT_A_CERTIFICATE');
    const problem = leafProblem(leaf, usage, at);
    if (problem !== undefined) return err(problem);
    if (!this.policyAccepted(leaf)) return err('CERTIFICATE_POLICY_NOT_ACCEPTED');
    const issuers = this.issuersOf(leaf, helpers, at);
    if (issuers === undefined) return err('CERTIFICATE_NOT_TRUSTED');
    const organisationNumber = this.organisationNumber(leaf);
    return organisationNumber === undefined
      ? err('NO_ORGANISATION_NUMBER')
      : ok({ leaf: { ...leaf, organisationNumber }, issuers });
  }

  organisationNumber({ subject }: CertificateInfo): string | undefined {
    return organisationNumberOf(subject, this.settings.organisationNumberAttributes);
  }

  /** From the issuer to a configured root; undefined when there is no way. */
  issuersOf(
    leaf: CertificateInfo,
    helpers: readonly CertificateInfo[],
    at: Date,
  ): readonly CertificateInfo[] | undefined {
    return this.wayToRoot(leaf, [...this.intermediates, ...helpers], at, 0);
  }

  private policyAccepted(leaf: CertificateInfo): boolean {
    const { policies } = this.settings;
    return (
      policies.length === 0 || leaf.extensions.policies.some((policy) => policies.some((rule) => follows(policy, rule)))
    );
  }

  /** `below`: how many authorities stand between the certificate and the leaf. */
  private wayToRoot(
    certificate: CertificateInfo,
    between: readonly CertificateInfo[],
    at: Date,
    below: number,
  ): readonly CertificateInfo[] | undefined {
    if (below > MAX_CHAIN) return undefined;
    const root = this.roots.find((one) => mayIssue(one, at, below) && hasIssued(one, certificate));
    if (root !== undefined) return [root];
    for (const issuer of between) {
      if (!mayIssue(issuer, at, below) || !isSound(issuer) || !hasIssued(issuer, certificate)) continue;
      const rest = this.wayToRoot(issuer, between, at, below + 1);
      if (rest !== undefined) return [issuer, ...rest];
    }
    return undefined;
  }
}

function read(chain: readonly (Buffer | string)[]): CertificateInfo[] | undefined {
  try {
    return chain.map(certificateInfo);
  } catch {
    return undefined;
  }
}

/** RFC 5280, 6.1.4 (k) to (n); authorities that issued themselves are counted too, which is the stricter reading. */
function mayIssue({ isAuthority, validFrom, validTo, extensions }: CertificateInfo, at: Date, below: number): boolean {
  return (
    isAuthority &&
    validFrom <= at &&
    at <= validTo &&
    extensions.keyUsage?.purposes.has('keyCertSign') !== false &&
    (extensions.pathLength ?? below) >= below
  );
}

/** What is asked of an intermediate beyond that; a root is believed because it is configured. */
function isSound(issuer: CertificateInfo): boolean {
  return (
    issuer.signatureHash !== undefined &&
    (issuer.rsaBits ?? MIN_RSA_BITS) >= MIN_RSA_BITS &&
    !hasUnknownCriticalExtension(issuer)
  );
}

function hasIssued(issuer: CertificateInfo, certificate: CertificateInfo): boolean {
  return certificate.x509.checkIssued(issuer.x509) && certificate.x509.verify(issuer.x509.publicKey);
}

function follows(policy: string, rule: string): boolean {
  return rule.endsWith('.') ? policy.startsWith(rule) : policy === rule;
}
