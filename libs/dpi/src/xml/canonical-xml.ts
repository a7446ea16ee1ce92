import { XML_NAMESPACE, XmlError, type XmlAttribute, type XmlElement } from './xml.parser.js';
import { xmlAttribute, xmlText } from './xml-escape.js';

/** The two that DPI signatures use (DPI reference 3.3): in all that is accepted here they give the same bytes. */
export const CANONICAL_XML: ReadonlySet<string> = new Set([
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/2006/12/xml-c14n11',
]);

/**
 * Inclusive Canonical XML without comments (REC-xml-c14n-20010315, xml-c14n11) of one element within its document: the
 * apex carries every namespace that is in scope there, which is what detached canonicalisation gets wrong (DPI
 * reference 3.3, trap). It also inherits xml:lang and xml:space; for xml:id and xml:base, in which 1.0 and 1.1
 * differ, a document that has them above the apex is refused, since no DPI signature does. Throws XmlError.
 */
export function canonicalXml(root: XmlElement, target: XmlElement): Buffer {
  const path = pathTo(root, target);
  if (path === undefined) throw new Error('canonicalXml: the element is not part of the document');
  const inScope = new Map<string, string>();
  for (const ancestor of path) for (const [prefix, uri] of ancestor.declared) inScope.set(prefix, uri);
  const apex = { ...target, attributes: [...target.attributes, ...inherited(path.slice(0, -1), target)] };
  return Buffer.from(render(apex, inScope, new Map()), 'utf8');
}

function inherited(ancestors: readonly XmlElement[], target: XmlElement): XmlAttribute[] {
  const nearest = new Map<string, XmlAttribute>();
  for (const { attributes } of ancestors) {
    for (const attribute of attributes) {
      if (attribute.namespace !== XML_NAMESPACE) continue;
      if (!INHERITED.has(attribute.localName)) throw new XmlError('xml:id or xml:base above what is signed');
      nearest.set(attribute.localName, attribute);
    }
  }
  const own = new Set(target.attributes.filter(isXml).map(({ localName }) => localName));
  return [...nearest.values()].filter(({ localName }) => !own.has(localName));
}

const INHERITED: ReadonlySet<string> = new Set(['lang', 'space']);

function isXml({ namespace }: XmlAttribute): boolean {
  return namespace === XML_NAMESPACE;
}

/** `scope`: what is in force here; `rendered`: what the output has declared already. */
function render(
  element: XmlElement,
  scope: ReadonlyMap<string, string>,
  rendered: ReadonlyMap<string, string>,
): string {
  const fresh = [...scope]
    .filter(([prefix, uri]) => (rendered.get(prefix) ?? '') !== uri)
    .sort(([one], [other]) => compare(one, other));
  const namespaces = fresh.map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${xmlAttribute(uri)}"`);
  const attributes = [...element.attributes]
    .sort((one, other) => compare(one.namespace, other.namespace) || compare(one.localName, other.localName))
    .map(({ name, value }) => ` ${name}="${xmlAttribute(value)}"`);
  const known = new Map([...rendered, ...fresh]);
  const content = element.children.map((child) =>
    typeof child === 'string' ? xmlText(child) : render(child, new Map([...scope, ...child.declared]), known),
  );
  return `<${element.name}${namespaces.join('')}${attributes.join('')}>${content.join('')}</${element.name}>`;
}

function pathTo(from: XmlElement, target: XmlElement): XmlElement[] | undefined {
  if (from === target) return [from];
  for (const child of from.children) {
    const path = typeof child === 'string' ? undefined : pathTo(child, target);
    if (path !== undefined) return [from, ...path];
  }
  return undefined;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
