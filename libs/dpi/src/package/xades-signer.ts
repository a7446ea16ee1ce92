import { createHash, verify } from 'node:crypto';
import { certificateInfo, type CertificateInfo } from '../certificate/certificate-info.js';
import { canonicalXml } from '../xml/canonical-xml.js';
import { attributeOf, childElements, textOf, type XmlElement } from '../xml/xml.parser.js';
import { SignatureError } from './signature-problem.js';
import { DS, MIN_RSA_BITS, SHA1, SHA256, XADES } from './xades-algorithms.js';
import { base64Of, only, type XadesDocument } from './xades-document.js';

/** Leaf, intermediates and root are three; no chain is longer than this. */
const MAX_CERTIFICATES = 10;
const CERTIFICATE_DIGESTS: Readonly<Record<string, string>> = { [SHA1]: 'sha1', [SHA256]: 'sha256' };

/** Who signed SignedInfo, then the chain above, by KeyInfo; the order there does not matter. Throws SignatureError. */
export function signerChain({ root, signature, info, properties }: XadesDocument): readonly CertificateInfo[] {
  const certificates = certificatesOf(signature);
  const value = base64Of(only(signature, 'SignatureValue'));
  const signed = canonicalXml(root, info);
  const signer = certificates.find(
    ({ x509, rsaBits }) => rsaBits !== undefined && verify('RSA-SHA256', signed, x509.publicKey, value),
  );
  if (signer === undefined) throw new SignatureError('SIGNATURE_WRONG');
  if ((signer.rsaBits ?? 0) < MIN_RSA_BITS) throw new SignatureError('SIGNATURE_ALGORITHM_NOT_ALLOWED');
  if (!names(properties, signer)) throw new SignatureError('SIGNING_CERTIFICATE_NOT_NAMED');
  return chainAbove(signer, certificates);
}

function certificatesOf(signature: XmlElement): readonly CertificateInfo[] {
  const elements = childElements(only(only(signature, 'KeyInfo'), 'X509Data'), DS, 'X509Certificate');
  if (elements.length > MAX_CERTIFICATES) throw new SignatureError('SIGNATURE_UNREADABLE');
  try {
    const certificates = elements.map((element) => certificateInfo(base64Of(element)));
    return [...new Map(certificates.map((one) => [one.fingerprint, one])).values()];
  } catch {
    throw new SignatureError('SIGNATURE_UNREADABLE');
  }
}

/** The digest of the signing certificate is signed, so that it cannot be swapped for another of the same key. */
function names(properties: XmlElement, signer: CertificateInfo): boolean {
  const digest = find(properties, 'SignedSignatureProperties', 'SigningCertificate', 'Cert', 'CertDigest');
  if (digest === undefined) return false;
  const algorithm = CERTIFICATE_DIGESTS[attributeOf(only(digest, 'DigestMethod'), 'Algorithm') ?? ''];
  const serial = find(properties, 'SignedSignatureProperties', 'SigningCertificate', 'Cert', 'IssuerSerial');
  if (algorithm === undefined || serial === undefined) return false;
  const same = createHash(algorithm)
    .update(signer.der)
    .digest()
    .equals(base64Of(only(digest, 'DigestValue')));
  return same && textOf(only(serial, 'X509SerialNumber')).trim() === signer.serialDecimal;
}

function chainAbove(signer: CertificateInfo, certificates: readonly CertificateInfo[]): readonly CertificateInfo[] {
  const chain = [signer];
  const left = new Set(certificates.filter((one) => one !== signer));
  const issuerOf = ({ x509 }: CertificateInfo): CertificateInfo | undefined =>
    [...left].find((candidate) => x509.checkIssued(candidate.x509));
  for (let issuer = issuerOf(signer); issuer !== undefined; issuer = issuerOf(issuer)) {
    chain.push(issuer);
    left.delete(issuer);
  }
  if (left.size > 0) throw new SignatureError('CERTIFICATE_NOT_IN_CHAIN');
  return chain;
}

function find(from: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let current: XmlElement | undefined = from;
  for (const name of path) current = current === undefined ? undefined : childElements(current, XADES, name)[0];
  return current;
}
