/**
 * A small, strict XML reader for manifest.xml and signatures.xml. Written here because checking a signature needs the
 * document exactly (prefixes, attribute order, character references), which data-mapping parsers do not keep. No DTD,
 * no external or own entities, limits on size and depth: nothing to expand and nothing to fetch.
 */
export interface XmlElement {
  readonly kind: 'element';
  /** As written, with prefix. */
  readonly name: string;
  readonly prefix: string;
  readonly localName: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  /** Declarations on this element: prefix ('' = default) -> URI. */
  readonly declared: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
}

export interface XmlAttribute {
  readonly name: string;
  readonly prefix: string;
  readonly localName: string;
  readonly namespace: string;
  readonly value: string;
}

/** Comments and processing instructions are left out: Canonical XML without comments does not see the former, DPI has none of the latter. */
export type XmlNode = XmlElement | string;

/** `forbidden` = well-formed or not, it has what no DPI document has and attacks are made of: a DTD, own entities, instructions. */
export class XmlError extends Error {
  constructor(
    message: string,
    readonly kind: 'malformed' | 'forbidden' = 'malformed',
  ) {
    super(`Not acceptable XML: ${message}`);
    this.name = 'XmlError';
  }
}

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const MAX_CHARACTERS = 8 * 1024 * 1024;
const MAX_DEPTH = 64;
/** Of one element: more would make looking for repeated ones, and canonicalisation, slow. */
const MAX_ATTRIBUTES = 64;
/** In force at one place. */
const MAX_NAMESPACES = 64;
const CARRIAGE_RETURN = 13;
/** Everything but the characters that XML 1.0 has (2.2). */
const NO_CHARACTER = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const NAME = /[\p{L}_][\p{L}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{N}_.-]*)?/uy;
const ATTRIBUTE =
  /[ \t\n]+([\p{L}_][\p{L}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{N}_.-]*)?)[ \t\n]*=[ \t\n]*(?:"([^"<]*)"|'([^'<]*)')/uy;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** From text, or from bytes in UTF-8. Throws XmlError. */
export function parseXml(document: string | Uint8Array): XmlElement {
  if (document.length > MAX_CHARACTERS) throw new XmlError('it is too large');
  const text = (typeof document === 'string' ? document : decoded(document))
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
  const encoding = DECLARED_ENCODING.exec(text)?.[1];
  if (encoding !== undefined && !/^(?:utf-8|us-ascii)$/i.test(encoding)) throw new XmlError('it is not UTF-8');
  if (NO_CHARACTER.test(text)) throw new XmlError('a character that XML does not have');
  return new XmlParser(text).document();
}

const DECLARED_ENCODING = /^<\?xml[^>]*?[ \t\n]encoding[ \t\n]*=[ \t\n]*["']([^"']*)["']/;

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError('it is not UTF-8');
  }
}

/** Child elements of that name and namespace, in order. */
export function childElements(parent: XmlElement, namespace: string, localName: string): XmlElement[] {
  return parent.children.filter(
    (child): child is XmlElement =>
      typeof child !== 'string' && child.namespace === namespace && child.localName === localName,
  );
}

export function attributeOf(element: XmlElement, localName: string): string | undefined {
  return element.attributes.find((attribute) => attribute.localName === localName && attribute.prefix === '')?.value;
}

export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

class XmlParser {
  private position = 0;

  constructor(private readonly text: string) {}

  document(): XmlElement {
    this.skipMisc();
    const root = this.element(new Map([['xml', XML_NAMESPACE]]), 0);
    this.skipMisc();
    if (this.position !== this.text.length) throw new XmlError('there is something after the root element');
    return root;
  }

  private element(outer: ReadonlyMap<string, string>, depth: number): XmlElement {
    if (depth > MAX_DEPTH) throw new XmlError('it is too deep');
    this.expect('<');
    const name = this.match(NAME)[0];
    const raw: { name: string; value: string }[] = [];
    for (let found = this.tryMatch(ATTRIBUTE); found !== null; found = this.tryMatch(ATTRIBUTE)) {
      const attribute = {
        name: found[1] ?? '',
        value: this.resolve((found[2] ?? found[3] ?? '').replace(/[\t\n]/g, ' ')),
      };
      if (raw.length >= MAX_ATTRIBUTES) throw new XmlError('an element has too many attributes');
      if (raw.some((other) => other.name === attribute.name)) throw new XmlError('an attribute appears twice');
      raw.push(attribute);
    }
    const declared = new Map(raw.filter(isDeclaration).map(({ name: key, value }) => [key.slice(6), value]));
    const scope = declared.size === 0 ? outer : new Map([...outer, ...declared]);
    if (scope.size > MAX_NAMESPACES) throw new XmlError('it declares too many namespaces');
    const attributes = raw
      .filter((attribute) => !isDeclaration(attribute))
      .map((attribute) => qualifyAttribute(attribute, scope));
    this.skipSpace();
    const head = { kind: 'element' as const, name, ...split(name, scope, scope.get('') ?? ''), attributes, declared };
    if (this.accept('/>')) return { ...head, children: [] };
    this.expect('>');
    const children = this.content(scope, depth);
    this.expect(`</${name}`);
    this.skipSpace();
    this.expect('>');
    return { ...head, children };
  }

  private content(scope: ReadonlyMap<string, string>, depth: number): XmlNode[] {
    const children: XmlNode[] = [];
    for (;;) {
      const next = this.text.indexOf('<', this.position);
      if (next < 0) throw new XmlError('an element is not closed');
      if (next > this.position) {
        const text = this.text.slice(this.position, next);
        if (text.includes(']]>')) throw new XmlError('"]]>" in text');
        children.push(this.resolve(text));
        this.position = next;
      }
      if (this.text.startsWith('</', next)) return children;
      if (this.text.startsWith('<!--', next)) this.skipPast('-->');
      else if (this.accept('<![CDATA[')) children.push(this.skipPast(']]>'));
      else if (this.text.startsWith('<!', next) || this.text.startsWith('<?', next))
        throw new XmlError('declarations are not allowed here', 'forbidden');
      else children.push(this.element(scope, depth + 1));
    }
  }

  /** XML declaration, space and comments around the root; a document type is refused. */
  private skipMisc(): void {
    if (this.position === 0 && /^<\?xml[ \t\n]/.test(this.text)) this.skipPast('?>');
    for (;;) {
      this.skipSpace();
      if (this.text.startsWith('<!--', this.position)) this.skipPast('-->');
      else if (this.text.startsWith('<!', this.position) || this.text.startsWith('<?', this.position)) {
        throw new XmlError('document types and processing instructions are not allowed', 'forbidden');
      } else return;
    }
  }

  private resolve(text: string): string {
    return text.replace(/&([^;]*;?)/g, (_, reference: string) => {
      const name = reference.endsWith(';') ? reference.slice(0, -1) : '';
      const numeric = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
      const code =
        numeric === null
          ? undefined
          : Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] === undefined ? 10 : 16);
      const value = code === undefined ? ENTITIES[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
      if (value === undefined) throw new XmlError('an entity that is not one of the five', 'forbidden');
      if (code !== undefined && code !== CARRIAGE_RETURN && NO_CHARACTER.test(value)) {
        throw new XmlError('a reference to a character that XML does not have');
      }
      return value;
    });
  }

  private skipPast(end: string): string {
    const start = this.position;
    const found = this.text.indexOf(end, start);
    if (found < 0) throw new XmlError(`"${end}" is missing`);
    this.position = found + end.length;
    return this.text.slice(start, found);
  }

  private skipSpace(): void {
    while (/[ \t\n]/.test(this.text[this.position] ?? '')) this.position += 1;
  }

  private accept(token: string): boolean {
    if (!this.text.startsWith(token, this.position)) return false;
    this.position += token.length;
    return true;
  }

  private expect(token: string): void {
    if (!this.accept(token)) throw new XmlError(`expected "${token}" at ${String(this.position)}`);
  }

  private match(pattern: RegExp): RegExpExecArray {
    const found = this.tryMatch(pattern);
    if (found === null) throw new XmlError(`unexpected character at ${String(this.position)}`);
    return found;
  }

  private tryMatch(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found !== null) this.position = pattern.lastIndex;
    return found;
  }
}

function isDeclaration({ name }: { readonly name: string }): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

function qualifyAttribute(
  attribute: { name: string; value: string },
  scope: ReadonlyMap<string, string>,
): XmlAttribute {
  return { name: attribute.name, ...split(attribute.name, scope, ''), value: attribute.value };
}

function split(
  name: string,
  scope: ReadonlyMap<string, string>,
  unprefixed: string,
): { prefix: string; localName: string; namespace: string } {
  const colon = name.indexOf(':');
  if (colon < 0) return { prefix: '', localName: name, namespace: unprefixed };
  const prefix = name.slice(0, colon);
  const namespace = scope.get(prefix);
  if (namespace === undefined) throw new XmlError('a prefix without a namespace');
  return { prefix, localName: name.slice(colon + 1), namespace };
}
