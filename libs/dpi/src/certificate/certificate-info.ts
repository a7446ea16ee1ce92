import { createHash, X509Certificate } from 'node:crypto';
import { berAt, readBer } from '../asn1/ber.reader.js';
import { readExtensions, type CertificateExtensions } from './certificate-extensions.js';
import { nameAttributes, nameText, type NameAttribute } from './certificate-name.js';
import { organisationNumberOf } from './organisation-number.js';
import { signatureHash, type SignatureHash } from './signature-hash.js';

/**
 * What DPI needs of a virksomhetssertifikat, read from the DER itself: Node's X509Certificate gives neither the
 * issuer's exact bytes (CMS recipients are named by them) nor the policies.
 */
export interface CertificateInfo {
  readonly x509: X509Certificate;
  readonly der: Buffer;
  /** The issuer's Name, DER. */
  readonly issuer: Buffer;
  /** The subject's Name, DER. */
  readonly subjectDer: Buffer;
  readonly subject: readonly NameAttribute[];
  /** The serial number INTEGER, DER. */
  readonly serial: Buffer;
  readonly serialDecimal: string;
  /** RFC 2253 form of the issuer, last element first, as XAdES names it. */
  readonly issuerName: string;
  /** Nine digits, by the usual attributes; CertificateTrust has those that are configured. */
  readonly organisationNumber: string | undefined;
  readonly extensions: CertificateExtensions;
  readonly isAuthority: boolean;
  /** Modulus of an RSA key that may both sign and encrypt; undefined for every other kind of key. */
  readonly rsaBits: number | undefined;
  /** What the issuer signed over; undefined when it is of no algorithm that is accepted. */
  readonly signatureHash: SignatureHash | undefined;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Hex SHA-256 of the DER: identifies the certificate. */
  readonly fingerprint: string;
}

/** From PEM or DER; throws when it is not a certificate. */
export function certificateInfo(certificate: string | Buffer): CertificateInfo {
  const x509 = new X509Certificate(certificate);
  const whole = readBer(x509.raw);
  const tbs = berAt(whole, 0);
  // [0] EXPLICIT version is absent in version 1 certificates, which then have their serial number first.
  const first = tbs.children[0]?.tag === 0xa0 ? 1 : 0;
  const serial = berAt(tbs, first);
  const issuer = berAt(tbs, first + 2);
  const subjectName = berAt(tbs, first + 4);
  const subject = nameAttributes(subjectName);
  return {
    x509,
    der: x509.raw,
    issuer: issuer.raw,
    subjectDer: subjectName.raw,
    subject,
    serial: serial.raw,
    serialDecimal: BigInt(`0x${serial.content.toString('hex')}`).toString(),
    issuerName: nameText(nameAttributes(issuer)),
    organisationNumber: organisationNumberOf(subject),
    extensions: readExtensions(tbs),
    isAuthority: x509.ca,
    rsaBits: rsaBits(x509),
    signatureHash: signatureHash(berAt(whole, 1)),
    validFrom: new Date(x509.validFrom),
    validTo: new Date(x509.validTo),
    fingerprint: createHash('sha256').update(x509.raw).digest('hex'),
  };
}

/** node:crypto throws for keys that it does not know. */
function rsaBits(x509: X509Certificate): number | undefined {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey;
    return asymmetricKeyType === 'rsa' ? asymmetricKeyDetails?.modulusLength : undefined;
  } catch {
    return undefined;
  }
}
