import { X509Certificate } from 'node:crypto';

export interface MailboxCertificate {
  readonly kind: 'certificate';
  /** PEM, of this certificate alone. */
  readonly pem: string;
  readonly from: Date;
  readonly to: Date;
}

/** `unreadable`: neither PEM nor base64 of a certificate. `several`: it cannot be told which one to encrypt to. */
export type CertificateAnswer = MailboxCertificate | { readonly kind: 'none' | 'unreadable' | 'several' };

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * KRR gives a certificate as PEM or as bare base64, with whatever line ends, with text around it, and as an empty
 * string when there is none. Should the issuers' certificates come along, the one that is no authority's is meant; a
 * letter sealed for another key could be opened by nobody, so two of them are as good as none. Here it is only read:
 * chain, policy and revocation are looked at just before sealing (libs/dpi/src/certificate).
 */
export function readCertificate(value: unknown): CertificateAnswer {
  if (value === undefined || value === null) return { kind: 'none' };
  if (typeof value !== 'string') return { kind: 'unreadable' };
  if (value.trim() === '') return { kind: 'none' };
  try {
    const sources = value.includes('-----BEGIN') ? (value.match(PEM) ?? []) : [Buffer.from(value, 'base64')];
    const distinct = new Map(
      sources.map((source) => new X509Certificate(source)).map((one) => [one.fingerprint256, one]),
    );
    if (distinct.size === 0) return { kind: 'unreadable' };
    const certificates = [...distinct.values()];
    const meant = certificates.length === 1 ? certificates : certificates.filter(({ ca }) => !ca);
    const [certificate] = meant;
    if (certificate === undefined || meant.length > 1) return { kind: 'several' };
    const { validFrom, validTo } = certificate;
    return { kind: 'certificate', pem: certificate.toString(), from: new Date(validFrom), to: new Date(validTo) };
  } catch {
    return { kind: 'unreadable' };
  }
}
