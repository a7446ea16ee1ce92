import { fromIso6523 } from '#domain/identifiers.js';
import { attributeOf, childElements, parseXml, textOf, XmlError, type XmlElement } from '../xml/xml.parser.js';

/** manifest.xml as read; nothing in it is trusted before the signature holds. */
export interface PackageManifest {
  readonly mailboxAddress: string | undefined;
  readonly sender: string | undefined;
  readonly unit: string | undefined;
  /** hoveddokument first. */
  readonly documents: readonly ManifestDocument[];
}

export interface ManifestDocument {
  readonly fileName: string;
  readonly mediaType: string;
  readonly title: string;
}

const SDP = 'http://begrep.difi.no/sdp/schema_v10';

/** Throws XmlError when it is not an SDP manifest with one hoveddokument. */
export function readManifest(bytes: Buffer): PackageManifest {
  const root = parseXml(bytes.toString('utf8'));
  if (root.namespace !== SDP || root.localName !== 'manifest') throw new XmlError('the root is not an SDP manifest');
  const main = childElements(root, SDP, 'hoveddokument');
  if (main.length !== 1) throw new XmlError('a manifest has one hoveddokument');
  const organisation = path(root, 'avsender', 'organisasjon');
  return {
    mailboxAddress: path(root, 'mottaker', 'person', 'postkasseadresse'),
    sender: organisation === undefined ? undefined : fromIso6523(organisation),
    unit: path(root, 'avsender', 'avsenderidentifikator'),
    documents: [...main, ...childElements(root, SDP, 'vedlegg')].map(readDocument),
  };
}

function readDocument(element: XmlElement): ManifestDocument {
  const fileName = attributeOf(element, 'href') ?? '';
  const mediaType = attributeOf(element, 'mime') ?? '';
  if (fileName.length < 4 || fileName.length > 100) throw new XmlError('href must have 4-100 characters');
  if (mediaType.length < 1 || mediaType.length > 100) throw new XmlError('mime must have 1-100 characters');
  return { fileName, mediaType, title: path(element, 'tittel') ?? '' };
}

function path(from: XmlElement, ...names: readonly string[]): string | undefined {
  let current: XmlElement | undefined = from;
  for (const name of names) current = current === undefined ? undefined : childElements(current, SDP, name)[0];
  return current === undefined ? undefined : textOf(current);
}
