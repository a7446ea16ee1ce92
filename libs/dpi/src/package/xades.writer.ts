import { createHash } from 'node:crypto';
import type { SigningKey } from '../certificate/signing-key.js';
import { xmlAttribute, xmlText } from '../xml/xml-escape.js';
import { C14N, DS, RSA_SHA256, SHA1, SHA256, SIGNED_PROPERTIES, XADES } from './xades-algorithms.js';

/**
 * META-INF/signatures.xml, XAdES-B as the published packages have it (DPI reference 3.3). The two parts that are
 * hashed, SignedInfo and SignedProperties, are written as strings that are canonical already: no prefixes but the one
 * XAdES needs, namespaces first, no self-closing tags. Their digests are over exactly these strings with the inherited
 * namespace declarations added; the reader of this lib (which canonicalises for itself) and xmlsec1 check that.
 */
export interface SignedFile {
  readonly fileName: string;
  readonly mediaType: string;
  /** Base64 SHA-256 of the plain bytes. */
  readonly digest: string;
}

export async function signaturesXml(files: readonly SignedFile[], key: SigningKey, at: Date): Promise<Buffer> {
  const properties = signedProperties(files, key, at);
  // Canonical form of the apex: the declarations in scope, sorted, then the attributes.
  const canonicalProperties = properties.replace(
    '<SignedProperties ',
    `<SignedProperties xmlns="${XADES}" xmlns:ds="${DS}" `,
  );
  const info = signedInfo(files, sha256(canonicalProperties));
  const signature = await key.sign(Buffer.from(info.replace('<SignedInfo>', `<SignedInfo xmlns="${DS}">`), 'utf8'));
  const certificates = key.encodedChain.map((encoded) => `<X509Certificate>${encoded}</X509Certificate>`);
  return Buffer.from(
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n' +
      `<XAdESSignatures xmlns="http://uri.etsi.org/02918/v1.2.1#"><Signature xmlns="${DS}" Id="Signature">${info}` +
      `<SignatureValue>${signature.toString('base64')}</SignatureValue>` +
      `<KeyInfo><X509Data>${certificates.join('')}</X509Data></KeyInfo>` +
      `<Object><QualifyingProperties xmlns="${XADES}" xmlns:ds="${DS}" Target="#Signature">${properties}</QualifyingProperties></Object>` +
      '</Signature></XAdESSignatures>',
    'utf8',
  );
}

function signedInfo(files: readonly SignedFile[], propertiesDigest: string): string {
  const references = files.map(
    ({ fileName, digest }, index) =>
      `<Reference Id="ID_${String(index)}" URI="${xmlAttribute(encodeURIComponent(fileName))}">${digestXml(digest)}</Reference>`,
  );
  return (
    `<SignedInfo><CanonicalizationMethod Algorithm="${C14N}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${RSA_SHA256}"></SignatureMethod>${references.join('')}` +
    `<Reference Type="${SIGNED_PROPERTIES}" URI="#SignedProperties">` +
    `<Transforms><Transform Algorithm="${C14N}"></Transform></Transforms>${digestXml(propertiesDigest)}</Reference></SignedInfo>`
  );
}

/** SHA-1 is what the profile prescribes for the certificate's digest; the signature itself is SHA-256. */
function signedProperties(files: readonly SignedFile[], { leaf, leafSha1 }: SigningKey, at: Date): string {
  const formats = files.map(
    ({ mediaType }, index) =>
      `<DataObjectFormat ObjectReference="#ID_${String(index)}"><MimeType>${xmlText(mediaType)}</MimeType></DataObjectFormat>`,
  );
  return (
    '<SignedProperties Id="SignedProperties"><SignedSignatureProperties>' +
    `<SigningTime>${at.toISOString()}</SigningTime><SigningCertificate><Cert><CertDigest>` +
    `<ds:DigestMethod Algorithm="${SHA1}"></ds:DigestMethod><ds:DigestValue>${leafSha1}</ds:DigestValue></CertDigest>` +
    `<IssuerSerial><ds:X509IssuerName>${xmlText(leaf.issuerName)}</ds:X509IssuerName>` +
    `<ds:X509SerialNumber>${leaf.serialDecimal}</ds:X509SerialNumber></IssuerSerial></Cert></SigningCertificate>` +
    `</SignedSignatureProperties><SignedDataObjectProperties>${formats.join('')}</SignedDataObjectProperties></SignedProperties>`
  );
}

function digestXml(value: string): string {
  return `<DigestMethod Algorithm="${SHA256}"></DigestMethod><DigestValue>${value}</DigestValue>`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}
