import type { XmlElement } from './xml.parser.js';
import { xmlAttribute, xmlText } from './xml-escape.js';

/**
 * Inclusive Canonical XML 1.0 without comments (REC-xml-c14n-20010315) of one element within its document: the apex
 * carries every namespace that is in scope there, which is what detached canonicalisation gets wrong (DPI reference
 * 3.3, trap). C14N 1.1 differs only in xml:id and xml:base, which DPI signatures do not have.
 */
export function canonicalXml(root: XmlElement, target: XmlElement): Buffer {
  const path = pathTo(root, target);
  if (path === undefined) throw new Error('canonicalXml: the element is not part of the document');
  const inScope = new Map<string, string>();
  for (const ancestor of path) for (const [prefix, uri] of ancestor.declared) inScope.set(prefix, uri);
  return Buffer.from(render(target, inScope, new Map()), 'utf8');
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
