import { defect, type Failure } from '#domain/failure.js';

/** The gateway has no certificate or no client for who should sign. */
export function noIdentity(organisationNumber: string, missing: 'certificate' | 'client'): Failure {
  const remedy =
    missing === 'certificate'
      ? `put ${organisationNumber}.cert.pem and ${organisationNumber}.key.pem in CERTIFICATES_DIR, or name a registered key`
      : `name its client in MASKINPORTEN_SIGNER_CLIENT_IDS`;
  return defect(
    missing === 'certificate' ? 'MASKINPORTEN_NO_CERTIFICATE' : 'MASKINPORTEN_NO_CLIENT',
    `Organisation ${organisationNumber} has no ${missing} to get a token with; ${remedy}`,
  );
}

/** Certificate and key of who should sign do not fit each other, or cannot be read. */
export function keyUnusable(organisationNumber: string): Failure {
  return defect(
    'MASKINPORTEN_KEY_UNUSABLE',
    `Organisation ${organisationNumber} has a certificate and a key that do not belong together, cannot be read or are not RSA; ` +
      `mend ${organisationNumber}.cert.pem and ${organisationNumber}.key.pem in CERTIFICATES_DIR`,
  );
}
