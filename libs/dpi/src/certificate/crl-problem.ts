/** Why a revocation list says nothing. Stable codes, in the log and in docs/errors.md. */
export type CrlProblem =
  | 'CRL_ADDRESS_MISSING'
  | 'CRL_UNREACHABLE'
  | 'CRL_UNREADABLE'
  | 'CRL_EXPIRED'
  | 'CRL_OF_ANOTHER_ISSUER'
  | 'CRL_SIGNATURE_WRONG'
  | 'CRL_SIGNER_NOT_ALLOWED'
  | 'CRL_KIND_NOT_SUPPORTED'
  | 'CRL_OF_ANOTHER_SCOPE'
  | 'CRL_UNKNOWN_CRITICAL_EXTENSION';
