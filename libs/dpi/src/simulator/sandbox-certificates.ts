import type { SimulationContext } from '#channels/simulation/simulator.js';
import { CertificateChecker } from '../certificate/certificate-checker.js';
import { CertificateTrust } from '../certificate/certificate-trust.js';
import { RevokedCertificates } from './revoked-certificates.js';

/** The test policies of Buypass (which the sandbox's own certificates carry) and Commfides (DPI reference 4.2). */
const TEST_POLICIES = ['2.16.578.1.26.1.0.3.2', '2.16.578.1.29.913.'];

/** What the access point and the providers behind it take from a sender; made when it is first asked for, as keys are. */
export function sandboxCertificates(context: SimulationContext): () => CertificateChecker {
  let made: CertificateChecker | undefined;
  return () => {
    made ??= new CertificateChecker(
      new CertificateTrust({ certificates: context.keys.root, policies: TEST_POLICIES }),
      new RevokedCertificates(context),
    );
    return made;
  };
}
