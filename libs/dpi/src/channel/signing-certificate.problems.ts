import { defect, type Failure } from '#domain/failure.js';
import type { SigningCertificateProblem } from '../certificate/signing-certificate.check.js';

/**
 * A fault of our own certificate is a defect and never `permanent`: a legal letter must not fail, nor go another way,
 * because somebody here let a certificate run out. The letter waits, operators are told, and it is sent with the new one.
 */
interface SigningFault {
  readonly code: string;
  /** Behind "The certificate that … signs with". */
  readonly what: string;
}

const FAULTS: Readonly<Record<SigningCertificateProblem, SigningFault>> = {
  NOT_A_CERTIFICATE: { code: 'SIGNING_CERTIFICATE_UNREADABLE', what: 'or its key cannot be read' },
  CERTIFICATE_EXPIRED: { code: 'SIGNING_CERTIFICATE_EXPIRED', what: 'has expired' },
  CERTIFICATE_NOT_YET_VALID: { code: 'SIGNING_CERTIFICATE_NOT_YET_VALID', what: 'is not valid yet' },
  CERTIFICATE_OF_AN_AUTHORITY: {
    code: 'SIGNING_CERTIFICATE_OF_AN_AUTHORITY',
    what: 'is that of a certificate authority; the file must have the organisation’s own first',
  },
  'of-another': {
    code: 'SIGNING_CERTIFICATE_OF_ANOTHER',
    what: 'names another organisation number than its file',
  },
  CERTIFICATE_SIGNATURE_WEAK: {
    code: 'SIGNING_CERTIFICATE_SIGNATURE_WEAK',
    what: 'is signed by its issuer with an algorithm that receivers refuse (SHA-256 or better is needed)',
  },
  CERTIFICATE_REVOKED: { code: 'SIGNING_CERTIFICATE_REVOKED', what: 'has been revoked by its issuer' },
  KEY_USAGE_NOT_CRITICAL: {
    code: 'SIGNING_CERTIFICATE_KEY_USAGE_NOT_CRITICAL',
    what: 'has no critical key usage, as a virksomhetssertifikat must',
  },
  KEY_USAGE_WRONG: {
    code: 'SIGNING_CERTIFICATE_KEY_USAGE_WRONG',
    what: 'is not for signing (digitalSignature or nonRepudiation)',
  },
  KEY_NOT_RSA: { code: 'SIGNING_CERTIFICATE_KEY_NOT_RSA', what: 'has a key that is not RSA' },
  KEY_TOO_SHORT: { code: 'SIGNING_CERTIFICATE_KEY_TOO_SHORT', what: 'has an RSA key of less than 2048 bits' },
  'key-of-another': {
    code: 'SIGNING_CERTIFICATE_KEY_MISMATCH',
    what: 'does not belong to the private key beside it',
  },
  UNKNOWN_CRITICAL_EXTENSION: {
    code: 'SIGNING_CERTIFICATE_UNKNOWN_EXTENSION',
    what: 'has a critical extension that receivers do not know',
  },
};

export function signingFailure(problem: SigningCertificateProblem, signer: string): Failure {
  const { code, what } = FAULTS[problem];
  return defect(
    code,
    `The certificate that ${signer} signs with ${what}. Put the right files into CERTIFICATES_DIR and start the gateway again; its letters wait until then.`,
  );
}
