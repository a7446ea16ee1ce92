import { BASIC_CONSTRAINTS, KEY_USAGE, type KeyPurpose } from './certificate-extensions.js';
import type { CertificateInfo } from './certificate-info.js';
import type { LeafProblem } from './certificate-problem.js';

/** What the key is about to be used for. */
export type CertificateUsage = 'sign' | 'encrypt';

/**
 * `encrypt` needs keyEncipherment alone: the package's AES key is transported by RSA, which is exactly that bit (RFC
 * 5280, 4.2.1.3; RFC 8551, 4.4.2), while dataEncipherment means data directly under the RSA key, which nobody does. `sign`
 * takes either of the two bits: issuers give out one certificate for authentication and one for signing, and senders
 * use both.
 */
const PURPOSES: Readonly<Record<CertificateUsage, readonly KeyPurpose[]>> = {
  sign: ['digitalSignature', 'nonRepudiation'],
  encrypt: ['keyEncipherment'],
};

/**
 * Critical extensions that are recognised, as in idporten-seid2-certificate-validator-lib; RFC 5280 wants a certificate
 * with any other one refused. Not even certificatePolicies is here: its qualifiers are not read.
 */
const RECOGNISED: ReadonlySet<string> = new Set([KEY_USAGE, BASIC_CONSTRAINTS]);

/** NIST SP 800-131A and SEID: anything shorter can be bought broken within the life of a letter. */
export const MIN_RSA_BITS = 2048;

interface LeafRule {
  readonly problem: LeafProblem;
  readonly broken: (leaf: CertificateInfo, usage: CertificateUsage, at: Date) => boolean;
}

/** In the order in which they are told; the first one that is broken counts. */
const RULES: readonly LeafRule[] = [
  { problem: 'CERTIFICATE_EXPIRED', broken: ({ validTo }, _usage, at) => at > validTo },
  { problem: 'CERTIFICATE_NOT_YET_VALID', broken: ({ validFrom }, _usage, at) => at < validFrom },
  { problem: 'CERTIFICATE_OF_AN_AUTHORITY', broken: ({ isAuthority }) => isAuthority },
  { problem: 'KEY_USAGE_NOT_CRITICAL', broken: ({ extensions }) => extensions.keyUsage?.critical !== true },
  { problem: 'UNKNOWN_CRITICAL_EXTENSION', broken: hasUnknownCriticalExtension },
  {
    problem: 'KEY_USAGE_WRONG',
    broken: ({ extensions }, usage) => !PURPOSES[usage].some((one) => extensions.keyUsage?.purposes.has(one) === true),
  },
  { problem: 'KEY_NOT_RSA', broken: ({ rsaBits }) => rsaBits === undefined },
  { problem: 'KEY_TOO_SHORT', broken: ({ rsaBits = 0 }) => rsaBits < MIN_RSA_BITS },
  // A hash that collides lets anyone have another certificate under the issuer's signature.
  { problem: 'CERTIFICATE_SIGNATURE_WEAK', broken: ({ signatureHash }) => signatureHash === undefined },
];

/** What is wrong with a virksomhetssertifikat by itself, whoever issued it; undefined when nothing is. */
export function leafProblem(leaf: CertificateInfo, usage: CertificateUsage, at: Date): LeafProblem | undefined {
  return RULES.find(({ broken }) => broken(leaf, usage, at))?.problem;
}

export function hasUnknownCriticalExtension({ extensions }: CertificateInfo): boolean {
  return extensions.critical.some((oid) => !RECOGNISED.has(oid));
}
