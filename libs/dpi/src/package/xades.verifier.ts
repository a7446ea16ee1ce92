import { createHash } from 'node:crypto';
import { err, ok, type Result } from '#domain/result.js';
import type { CertificateInfo } from '../certificate/certificate-info.js';
import { CANONICAL_XML, canonicalXml } from '../xml/canonical-xml.js';
import { attributeOf, childElements, XmlError, type XmlElement } from '../xml/xml.parser.js';
import { SignatureError, type SignatureProblem } from './signature-problem.js';
import { DS, RSA_SHA256, SHA256, SIGNED_PROPERTIES } from './xades-algorithms.js';
import { base64Of, only, readXades, type XadesDocument } from './xades-document.js';
import { signerChain } from './xades-signer.js';
import type { ZipEntry } from './zip.reader.js';

/** The signature holds; whether its certificate is trusted is the caller's question. */
export interface PackageSignature {
  /** DER, leaf first. */
  readonly chain: readonly Buffer[];
  readonly signer: CertificateInfo;
}

/** May be there and unsigned (DPI reference 3.1). */
const UNSIGNED = new Set(['mimetype', 'META-INF/signatures.xml', 'META-INF/manifest.xml']);

/** Checks META-INF/signatures.xml against the files; independent of how we write one. */
export function verifyPackageSignature(
  signatures: Buffer,
  files: readonly ZipEntry[],
): Result<PackageSignature, SignatureProblem> {
  try {
    const document = readXades(signatures);
    checkAlgorithms(document.info);
    const [signer, ...above] = signerChain(document);
    if (signer === undefined) return err('SIGNATURE_WRONG');
    const [properties, references] = splitReferences(document.info);
    checkProperties(document, properties);
    checkFiles(references, files);
    return ok({ signer, chain: [signer, ...above].map(({ der }) => der) });
  } catch (error) {
    if (error instanceof SignatureError) return err(error.problem);
    if (error instanceof XmlError) return err(error.kind === 'forbidden' ? 'XML_FORBIDDEN' : 'SIGNATURE_UNREADABLE');
    throw error;
  }
}

/** All of them before anything is computed, so that a weak one is told as such. */
function checkAlgorithms(info: XmlElement): void {
  const allowed =
    CANONICAL_XML.has(algorithmOf(only(info, 'CanonicalizationMethod'))) &&
    algorithmOf(only(info, 'SignatureMethod')) === RSA_SHA256 &&
    childElements(info, DS, 'Reference').every((one) => algorithmOf(only(one, 'DigestMethod')) === SHA256);
  if (!allowed) throw new SignatureError('SIGNATURE_ALGORITHM_NOT_ALLOWED');
}

function splitReferences(info: XmlElement): [properties: XmlElement, files: readonly XmlElement[]] {
  const references = childElements(info, DS, 'Reference');
  const isProperties = (one: XmlElement): boolean => attributeOf(one, 'Type') === SIGNED_PROPERTIES;
  const [properties, ...more] = references.filter(isProperties);
  if (properties === undefined) throw new SignatureError('SIGNED_PROPERTIES_CHANGED');
  if (more.length > 0) throw new SignatureError('SIGNATURE_AMBIGUOUS');
  return [properties, references.filter((one) => !isProperties(one))];
}

function checkProperties({ root, properties }: XadesDocument, reference: XmlElement): void {
  const transforms = transformsOf(reference);
  // Without one, Canonical XML 1.0 is what XML Signature prescribes.
  if (transforms.length > 1 || !transforms.every((one) => CANONICAL_XML.has(algorithmOf(one)))) {
    throw new SignatureError('SIGNATURE_ALGORITHM_NOT_ALLOWED');
  }
  const points = attributeOf(reference, 'URI') === `#${attributeOf(properties, 'Id') ?? ''}`;
  if (!points || !digestHolds(reference, canonicalXml(root, properties))) {
    throw new SignatureError('SIGNED_PROPERTIES_CHANGED');
  }
}

function checkFiles(references: readonly XmlElement[], files: readonly ZipEntry[]): void {
  const byName = new Map(files.map((file) => [file.name, file]));
  const signed = new Set<string>();
  for (const reference of references) {
    if (transformsOf(reference).length > 0) throw new SignatureError('SIGNATURE_ALGORITHM_NOT_ALLOWED');
    const uri = attributeOf(reference, 'URI') ?? '';
    const file = byName.get(decodedName(uri)) ?? byName.get(uri);
    if (file === undefined) throw new SignatureError('SIGNED_FILE_MISSING');
    if (!digestHolds(reference, file.bytes)) throw new SignatureError('FILE_CHANGED');
    signed.add(file.name);
  }
  if (!files.every(({ name }) => UNSIGNED.has(name) || signed.has(name))) throw new SignatureError('FILE_NOT_SIGNED');
}

/** Java's clients write a space as a plus. */
function decodedName(uri: string): string {
  try {
    return decodeURIComponent(uri.replaceAll('+', '%20'));
  } catch {
    return uri;
  }
}

function transformsOf(reference: XmlElement): readonly XmlElement[] {
  return childElements(reference, DS, 'Transforms').flatMap((one) => childElements(one, DS, 'Transform'));
}

function digestHolds(reference: XmlElement, bytes: Buffer): boolean {
  return createHash('sha256')
    .update(bytes)
    .digest()
    .equals(base64Of(only(reference, 'DigestValue')));
}

function algorithmOf(element: XmlElement): string {
  return attributeOf(element, 'Algorithm') ?? '';
}
