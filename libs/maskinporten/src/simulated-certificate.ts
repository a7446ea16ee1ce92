import { X509Certificate } from 'node:crypto';

/** A business certificate as the simulated Maskinporten reads it from `x5c`. */
export interface ClientCertificate {
  readonly organisationNumber: string;
  readonly pem: string;
}

/** The leaf of the chain when every link holds up to the test root at this time; else undefined. */
export function readCertificateChain(
  x5c: readonly string[],
  rootPem: string,
  now: Date,
): ClientCertificate | undefined {
  try {
    const root = new X509Certificate(rootPem);
    const chain = x5c.map((base64) => new X509Certificate(Buffer.from(base64, 'base64')));
    const leaf = chain[0];
    if (leaf === undefined || !chain.every((certificate, index) => holds(certificate, chain[index + 1] ?? root, now))) {
      return undefined;
    }
    const organisationNumber = organisationOf(leaf.subject);
    return organisationNumber === undefined ? undefined : { organisationNumber, pem: leaf.toString() };
  } catch {
    return undefined;
  }
}

function holds(certificate: X509Certificate, issuer: X509Certificate, now: Date): boolean {
  const valid = now >= new Date(certificate.validFrom) && now <= new Date(certificate.validTo);
  return valid && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** SEID 2 writes `NTRNO-<number>` in organizationIdentifier, SEID 1 the bare number in serialNumber. */
function organisationOf(subject: string): string | undefined {
  return /NTRNO-(\d{9})/.exec(subject)?.[1] ?? /^serialNumber=(\d{9})$/m.exec(subject)?.[1];
}
