import { attributeOf, childElements, parseXml, textOf, XmlError, type XmlElement } from '../xml/xml.parser.js';
import { SignatureError } from './signature-problem.js';
import { ASIC, DS, XADES } from './xades-algorithms.js';

/** The parts of META-INF/signatures.xml, each of which is there once in the whole document; nothing is verified. */
export interface XadesDocument {
  readonly root: XmlElement;
  readonly signature: XmlElement;
  readonly info: XmlElement;
  readonly properties: XmlElement;
}

/**
 * Finds the one signature, by its place. Signature wrapping moves what was signed elsewhere and puts something else
 * where readers look; so nothing here may be there twice, no Id may repeat, and what a reference points to is compared
 * with what is read. Throws SignatureError and XmlError.
 */
export function readXades(bytes: Buffer): XadesDocument {
  const root = parseXml(bytes);
  if (!ASIC.has(root.namespace) || root.localName !== 'XAdESSignatures') {
    throw new SignatureError('SIGNATURE_UNREADABLE');
  }
  const all = [root, ...descendants(root)];
  const ids = all.flatMap((element) => attributeOf(element, 'Id') ?? []);
  const count = (namespace: string, localName: string): number =>
    all.filter((element) => element.namespace === namespace && element.localName === localName).length;
  if (new Set(ids).size !== ids.length || count(DS, 'Signature') > 1 || count(XADES, 'SignedProperties') > 1) {
    throw new SignatureError('SIGNATURE_AMBIGUOUS');
  }
  const signature = only(root, 'Signature');
  const qualifying = only(only(signature, 'Object'), 'QualifyingProperties', XADES);
  const target = attributeOf(qualifying, 'Target');
  if (target !== undefined && target !== `#${attributeOf(signature, 'Id') ?? ''}`) {
    throw new SignatureError('SIGNATURE_AMBIGUOUS');
  }
  const properties = only(qualifying, 'SignedProperties', XADES);
  return { root, signature, info: only(signature, 'SignedInfo'), properties };
}

/** The one child of that name; throws XmlError. */
export function only(parent: XmlElement, localName: string, namespace = DS): XmlElement {
  const [found, ...more] = childElements(parent, namespace, localName);
  if (found === undefined || more.length > 0) throw new XmlError(`exactly one ${localName} is expected`);
  return found;
}

export function base64Of(element: XmlElement): Buffer {
  return Buffer.from(textOf(element), 'base64');
}

function descendants(from: XmlElement): XmlElement[] {
  return from.children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...descendants(child)]));
}
