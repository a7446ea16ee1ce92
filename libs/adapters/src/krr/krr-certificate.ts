import { X509Certificate } from 'node:crypto';

export interface MailboxCertificate {
  readonly pem: string;
  readonly from: Date;
  readonly to: Date;
}

/** KRR gives certificates as PEM or as bare base64; undefined when it is neither or empty. */
export function readCertificate(value: unknown): MailboxCertificate | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  try {
    const certificate = new X509Certificate(value.includes('-----BEGIN') ? value : Buffer.from(value, 'base64'));
    return { pem: certificate.toString(), from: new Date(certificate.validFrom), to: new Date(certificate.validTo) };
  } catch {
    return undefined;
  }
}
