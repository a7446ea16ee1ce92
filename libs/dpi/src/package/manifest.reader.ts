import { fromIso6523 } from '#domain/identifiers.js';
import { attributeOf, childElements, parseXml, textOf, XmlError, type XmlElement } from '../xml/xml.parser.js';
import { ManifestError, type ManifestProblem } from './manifest-problem.js';
import { MAX_PACKAGE_DOCUMENTS, NAME_LENGTH, MEDIA_TYPE_LENGTH, TITLE_LENGTH, within, type Range } from './limits.js';

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
  /** File with what an extension (utvidelse) says about the document. */
  readonly dataFileName?: string;
}

const SDP = 'http://begrep.difi.no/sdp/schema_v10';

/** By sdp-manifest.xsd, as far as anything depends on it. Throws ManifestError. */
export function readManifest(bytes: Buffer): PackageManifest {
  const root = parse(bytes);
  if (root.namespace !== SDP || root.localName !== 'manifest') throw unreadable('the root is not an SDP manifest');
  const main = only(root, 'hoveddokument');
  const attachments = childElements(root, SDP, 'vedlegg');
  if (attachments.length >= MAX_PACKAGE_DOCUMENTS) {
    throw new ManifestError('TOO_MANY_DOCUMENTS', `more than ${String(MAX_PACKAGE_DOCUMENTS)} documents`);
  }
  const sender = only(root, 'avsender');
  const documents = [main, ...attachments].map(readDocument);
  checkUnique(documents);
  return {
    mailboxAddress: path(root, 'mottaker', 'person', 'postkasseadresse'),
    sender: fromIso6523(textOf(only(sender, 'organisasjon'))),
    unit: path(sender, 'avsenderidentifikator'),
    documents,
  };
}

function parse(bytes: Buffer): XmlElement {
  try {
    return parseXml(bytes);
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    const problem = cause.kind === 'forbidden' ? 'XML_FORBIDDEN' : 'MANIFEST_UNREADABLE';
    throw new ManifestError(problem, cause.message, { cause });
  }
}

function readDocument(element: XmlElement): ManifestDocument {
  const title = path(element, 'tittel');
  if (title !== undefined) checkLength(title, TITLE_LENGTH, 'MANIFEST_TITLE_LENGTH');
  const [data] = childElements(element, SDP, 'data');
  return {
    ...fileOf(element),
    title: title ?? '',
    ...(data === undefined ? {} : { dataFileName: fileOf(data).fileName }),
  };
}

function fileOf(element: XmlElement): Pick<ManifestDocument, 'fileName' | 'mediaType'> {
  const fileName = checkLength(attributeOf(element, 'href') ?? '', NAME_LENGTH, 'MANIFEST_HREF_LENGTH');
  const mediaType = checkLength(attributeOf(element, 'mime') ?? '', MEDIA_TYPE_LENGTH, 'MANIFEST_MIME_LENGTH');
  return { fileName, mediaType };
}

function checkLength(value: string, range: Range, problem: ManifestProblem): string {
  if (within(value, range)) return value;
  throw new ManifestError(problem, `it must have ${String(range.least)}-${String(range.most)} characters`);
}

function checkUnique(documents: readonly ManifestDocument[]): void {
  const names = documents.map(({ fileName }) => fileName.toLowerCase());
  if (new Set(names).size !== names.length) {
    throw new ManifestError('DUPLICATE_FILE_NAME', 'two documents that are one file');
  }
}

function only(parent: XmlElement, name: string): XmlElement {
  const [found, ...more] = childElements(parent, SDP, name);
  if (found === undefined || more.length > 0) throw unreadable(`a manifest has one ${name}`);
  return found;
}

function unreadable(message: string): ManifestError {
  return new ManifestError('MANIFEST_UNREADABLE', message);
}

function path(from: XmlElement, ...names: readonly string[]): string | undefined {
  let current: XmlElement | undefined = from;
  for (const name of names) current = current === undefined ? undefined : childElements(current, SDP, name)[0];
  return current === undefined ? undefined : textOf(current);
}
