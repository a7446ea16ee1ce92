import { CertificateChecker } from '../certificate/certificate-checker.js';
import { CertificateTrust, type TrustSettings } from '../certificate/certificate-trust.js';
import { NO_REVOCATION, type RevocationCheck } from '../certificate/revocation.port.js';

/** A checker for specs: everything that leads to `certificates`, and no revocation unless it is given. */
export function aChecker(
  certificates: string,
  settings: Partial<TrustSettings> = {},
  revocation: RevocationCheck = NO_REVOCATION,
): CertificateChecker {
  return new CertificateChecker(new CertificateTrust({ certificates, policies: [], ...settings }), revocation);
}

/** For calls that nobody gives up. */
export const NO_SIGNAL = new AbortController().signal;
