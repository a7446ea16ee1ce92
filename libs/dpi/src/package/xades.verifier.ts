import { createHash, verify } from 'node:crypto';
import { err, ok, type Result } from '#domain/result.js';
import { certificateInfo, type CertificateInfo } from '../certificate/certificate-info.js';
import { canonicalXml } from '../xml/canonical-xml.js';
import { attributeOf, childElements, parseXml, textOf, type XmlElement } from '../xml/xml.parser.js';
import type { ZipEntry } from './zip.reader.js';

/** The signature holds; whether its certificate is trusted is the caller's question. */
export interface PackageSignature {
  /** DER, leaf first, as KeyInfo gives them. */
  readonly chain: readonly Buffer[];
  readonly signer: CertificateInfo;
}

export type SignatureProblem =
  | 'SIGNATURE_UNREADABLE'
  | 'SIGNATURE_ALGORITHM_NOT_ALLOWED'
  | 'SIGNATURE_WRONG'
  | 'SIGNED_PROPERTIES_CHANGED'
  | 'SIGNING_CERTIFICATE_NOT_NAMED'
  | 'FILE_CHANGED'
  | 'FILE_NOT_SIGNED'
  | 'SIGNED_FILE_MISSING';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const C14N = new Set(['http://www.w3.org/TR/2001/REC-xml-c14n-20010315', 'http://www.w3.org/2006/12/xml-c14n11']);
const SIGNED_PROPERTIES = 'http://uri.etsi.org/01903#SignedProperties';
/** May be there and unsigned (DPI reference 3.1). */
const UNSIGNED = new Set(['mimetype', 'META-INF/signatures.xml', 'META-INF/manifest.xml']);

/** Checks META-INF/signatures.xml against the files; independent of how we write one. */
export function verifyPackageSignature(
  signatures: Buffer,
  files: readonly ZipEntry[],
): Result<PackageSignature, SignatureProblem> {
  try {
    return verifyDocument(parseXml(signatures.toString('utf8')), files);
  } catch {
    return err('SIGNATURE_UNREADABLE');
  }
}

function verifyDocument(root: XmlElement, files: readonly ZipEntry[]): Result<PackageSignature, SignatureProblem> {
  const signature = only(root, 'Signature');
  const info = only(signature, 'SignedInfo');
  if (!algorithmsAllowed(info)) return err('SIGNATURE_ALGORITHM_NOT_ALLOWED');
  const chain = childElements(only(only(signature, 'KeyInfo'), 'X509Data'), DS, 'X509Certificate').map(base64Of);
  const certificates = chain.map(certificateInfo);
  const value = base64Of(only(signature, 'SignatureValue'));
  const signer = certificates.find((one) => verify('RSA-SHA256', canonicalXml(root, info), one.x509.publicKey, value));
  if (signer === undefined) return err('SIGNATURE_WRONG');
  const references = childElements(info, DS, 'Reference');
  const problem = propertiesProblem(root, signature, references, signer) ?? filesProblem(references, files);
  return problem === undefined
    ? ok({ signer, chain: [signer.der, ...chain.filter((one) => !one.equals(signer.der))] })
    : err(problem);
}

function algorithmsAllowed(info: XmlElement): boolean {
  const canonicalization = attributeOf(only(info, 'CanonicalizationMethod'), 'Algorithm') ?? '';
  return C14N.has(canonicalization) && attributeOf(only(info, 'SignatureMethod'), 'Algorithm') === RSA_SHA256;
}

function propertiesProblem(
  root: XmlElement,
  signature: XmlElement,
  references: readonly XmlElement[],
  signer: CertificateInfo,
): SignatureProblem | undefined {
  const reference = references.find((one) => attributeOf(one, 'Type') === SIGNED_PROPERTIES);
  const qualifying = childElements(only(signature, 'Object'), XADES, 'QualifyingProperties')[0];
  const properties = qualifying === undefined ? undefined : childElements(qualifying, XADES, 'SignedProperties')[0];
  if (reference === undefined || properties === undefined) return 'SIGNED_PROPERTIES_CHANGED';
  if (attributeOf(reference, 'URI') !== `#${attributeOf(properties, 'Id') ?? ''}`) return 'SIGNED_PROPERTIES_CHANGED';
  if (!digestHolds(reference, canonicalXml(root, properties))) return 'SIGNED_PROPERTIES_CHANGED';
  // The digest of the signing certificate is signed, so that it cannot be swapped for another of the same key.
  const named = descendants(properties, DS, 'DigestValue').map(textOf);
  const sha1 = createHash('sha1').update(signer.der).digest('base64');
  const sha256 = createHash('sha256').update(signer.der).digest('base64');
  return named.includes(sha1) || named.includes(sha256) ? undefined : 'SIGNING_CERTIFICATE_NOT_NAMED';
}

function filesProblem(references: readonly XmlElement[], files: readonly ZipEntry[]): SignatureProblem | undefined {
  const byName = new Map(files.map((file) => [file.name, file]));
  const signed = new Set<string>();
  for (const reference of references) {
    if (attributeOf(reference, 'Type') === SIGNED_PROPERTIES) continue;
    const name = decodeURIComponent((attributeOf(reference, 'URI') ?? '').replaceAll('+', '%20'));
    const file = byName.get(name) ?? byName.get(attributeOf(reference, 'URI') ?? '');
    if (file === undefined) return 'SIGNED_FILE_MISSING';
    if (childElements(reference, DS, 'Transforms').length > 0) return 'SIGNATURE_ALGORITHM_NOT_ALLOWED';
    if (!digestHolds(reference, file.bytes)) return 'FILE_CHANGED';
    signed.add(file.name);
  }
  return files.every((file) => UNSIGNED.has(file.name) || signed.has(file.name)) ? undefined : 'FILE_NOT_SIGNED';
}

function digestHolds(reference: XmlElement, bytes: Buffer): boolean {
  if (attributeOf(only(reference, 'DigestMethod'), 'Algorithm') !== SHA256) return false;
  return createHash('sha256')
    .update(bytes)
    .digest()
    .equals(base64Of(only(reference, 'DigestValue')));
}

function only(parent: XmlElement, localName: string): XmlElement {
  const [found, ...more] = childElements(parent, DS, localName);
  if (found === undefined || more.length > 0) throw new Error(`exactly one ${localName} is expected`);
  return found;
}

function descendants(from: XmlElement, namespace: string, localName: string): XmlElement[] {
  return from.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    const here = child.namespace === namespace && child.localName === localName ? [child] : [];
    return [...here, ...descendants(child, namespace, localName)];
  });
}

function base64Of(element: XmlElement): Buffer {
  return Buffer.from(textOf(element), 'base64');
}
