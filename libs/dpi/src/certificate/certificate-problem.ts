/**
 * Why a certificate is not believed. Stable codes, explained in docs/errors.md; what each means for a letter stands in
 * recipient-certificate.problems.ts and signing-certificate.problems.ts.
 */
export type CertificateProblem =
  | LeafProblem
  | 'NOT_A_CERTIFICATE'
  | 'CERTIFICATE_POLICY_NOT_ACCEPTED'
  | 'CERTIFICATE_NOT_TRUSTED'
  | 'CERTIFICATE_REVOKED'
  | 'REVOCATION_UNKNOWN'
  | 'NO_ORGANISATION_NUMBER';

/** What a certificate tells against itself, whoever issued it. */
export type LeafProblem =
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'CERTIFICATE_OF_AN_AUTHORITY'
  | 'CERTIFICATE_SIGNATURE_WEAK'
  | 'KEY_USAGE_NOT_CRITICAL'
  | 'KEY_USAGE_WRONG'
  | 'KEY_NOT_RSA'
  | 'KEY_TOO_SHORT'
  | 'UNKNOWN_CRITICAL_EXTENSION';
