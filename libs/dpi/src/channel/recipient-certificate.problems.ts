import { permanent, transient, type Failure } from '#domain/failure.js';
import type { CertificateProblem } from '../certificate/certificate-problem.js';

/**
 * A recipient's certificate that cannot be used ends the letter in this channel before a byte is sent: sealing it all the
 * same would give it to whoever holds a key that nobody vouches for. Only a revocation list that cannot be had is no such
 * end. It says nothing about the certificate, and the list is there again in a while.
 */
export type RecipientProblem = CertificateProblem | 'missing' | 'of-another';

interface RecipientFault {
  readonly code: string;
  /** Behind "The certificate of … in the contact register". */
  readonly what: string;
  /** What mends it; the provider must, unless it says otherwise. */
  readonly remedy?: string;
}

const MENDED_BY_PROVIDER = 'It must put a right one there; send a new letter then, or choose another channel.';

const FAULTS: Readonly<Record<RecipientProblem, RecipientFault>> = {
  missing: { code: 'RECIPIENT_CERTIFICATE_MISSING', what: 'is missing' },
  NOT_A_CERTIFICATE: { code: 'RECIPIENT_CERTIFICATE_UNREADABLE', what: 'cannot be read' },
  CERTIFICATE_EXPIRED: { code: 'RECIPIENT_CERTIFICATE_EXPIRED', what: 'has expired' },
  CERTIFICATE_NOT_YET_VALID: { code: 'RECIPIENT_CERTIFICATE_NOT_YET_VALID', what: 'is not valid yet' },
  CERTIFICATE_OF_AN_AUTHORITY: {
    code: 'RECIPIENT_CERTIFICATE_OF_AN_AUTHORITY',
    what: 'is that of a certificate authority',
  },
  'of-another': { code: 'RECIPIENT_CERTIFICATE_OF_ANOTHER', what: 'belongs to another organisation' },
  CERTIFICATE_POLICY_NOT_ACCEPTED: {
    code: 'RECIPIENT_CERTIFICATE_POLICY_NOT_ACCEPTED',
    what: 'has no policy of a virksomhetssertifikat that is accepted here',
    remedy:
      'If the policy is new and right, add it to DPI_CERTIFICATE_POLICIES; else the provider must put a right one there. Send a new letter then, or choose another channel.',
  },
  CERTIFICATE_SIGNATURE_WEAK: {
    code: 'RECIPIENT_CERTIFICATE_SIGNATURE_WEAK',
    what: 'is signed by an algorithm that is not safe (SHA-256 or better is needed)',
  },
  CERTIFICATE_NOT_TRUSTED: {
    code: 'RECIPIENT_CERTIFICATE_NOT_TRUSTED',
    what: 'does not lead to a root that is trusted here',
    remedy:
      'If its issuer is new and right, add it to DPI_TRUSTED_CERTIFICATES; else the provider must put a right one there. Send a new letter then, or choose another channel.',
  },
  CERTIFICATE_REVOKED: { code: 'RECIPIENT_CERTIFICATE_REVOKED', what: 'has been revoked by its issuer' },
  REVOCATION_UNKNOWN: {
    code: 'RECIPIENT_CERTIFICATE_REVOCATION_UNKNOWN',
    what: 'could not be looked up in the revocation list of its issuer',
    remedy:
      'Nothing was sent, and it is tried again. When it lasts, let the gateway reach the address of the list, or set DPI_CRL_MIRRORS.',
  },
  KEY_USAGE_NOT_CRITICAL: {
    code: 'RECIPIENT_CERTIFICATE_KEY_USAGE_NOT_CRITICAL',
    what: 'has no critical key usage, as a virksomhetssertifikat must',
  },
  KEY_USAGE_WRONG: {
    code: 'RECIPIENT_CERTIFICATE_KEY_USAGE_WRONG',
    what: 'is not for encryption (keyEncipherment)',
  },
  KEY_NOT_RSA: { code: 'RECIPIENT_CERTIFICATE_KEY_NOT_RSA', what: 'has a key that is not RSA' },
  KEY_TOO_SHORT: { code: 'RECIPIENT_CERTIFICATE_KEY_TOO_SHORT', what: 'has an RSA key of less than 2048 bits' },
  UNKNOWN_CRITICAL_EXTENSION: {
    code: 'RECIPIENT_CERTIFICATE_UNKNOWN_EXTENSION',
    what: 'has a critical extension that is not known here',
  },
  NO_ORGANISATION_NUMBER: {
    code: 'RECIPIENT_CERTIFICATE_WITHOUT_ORGANISATION',
    what: 'names no organisation number',
  },
};

/** `provider`: whose certificate it is, e.g. "the mailbox provider". */
export function recipientFailure(problem: RecipientProblem, provider: string): Failure {
  const { code, what, remedy = MENDED_BY_PROVIDER } = FAULTS[problem];
  const text = `The certificate of ${provider} in the contact register ${what}. ${remedy}`;
  return problem === 'REVOCATION_UNKNOWN' ? transient(code, text) : permanent(code, text, 'channel');
}
