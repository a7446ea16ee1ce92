/** Why the signature of a package does not hold. Stable: `mf package inspect` says them, docs/errors.md explains them. */
export type SignatureProblem =
  /** META-INF/signatures.xml is missing, is not XML or not one XAdES signature. */
  | 'SIGNATURE_UNREADABLE'
  /** A DTD, own entities or instructions. */
  | 'XML_FORBIDDEN'
  /** More than one signature or SignedProperties, or one Id in two places: what is signed could be read two ways. */
  | 'SIGNATURE_AMBIGUOUS'
  /** Another algorithm than the profile has, or an RSA key under 2048 bits. */
  | 'SIGNATURE_ALGORITHM_NOT_ALLOWED'
  | 'SIGNATURE_WRONG'
  | 'SIGNED_PROPERTIES_CHANGED'
  /** SignedProperties name another certificate than the one whose key has signed. */
  | 'SIGNING_CERTIFICATE_NOT_NAMED'
  /** KeyInfo has a certificate that is neither the signer's nor above it. */
  | 'CERTIFICATE_NOT_IN_CHAIN'
  | 'FILE_CHANGED'
  | 'FILE_NOT_SIGNED'
  | 'SIGNED_FILE_MISSING';

export class SignatureError extends Error {
  constructor(readonly problem: SignatureProblem) {
    super(`The signature of the dokumentpakke does not hold: ${problem}`);
    this.name = 'SignatureError';
  }
}
