import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalXml } from './canonical-xml.js';
import { xmlAttribute, xmlText } from './xml-escape.js';
import { attributeOf, childElements, parseXml, textOf } from './xml.parser.js';

describe('the XML reader', () => {
  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an unknown entity', '<a>&x;</a>'],
    ['a processing instruction', '<a><?php x?></a>'],
    ['a prefix without a namespace', '<p:a/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an element that is not closed', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['a reference to no character', '<a>&#0;</a>'],
    ['a control character', '<a>\u0001</a>'],
    ['half a character', '<a>\uD800</a>'],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
    ['a space that XML does not have', '<a\u00A0b="1"/>'],
    ['too many attributes', `<a${Array.from({ length: 65 }, (_, at) => ` b${String(at)}="1"`).join('')}/>`],
    ['too many namespaces', namespaces(2, 40)],
    ['too much depth', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseXml(text)).toThrow('Not acceptable XML');
  });
});

/** Of reading that text: done, or the name of the error. */
function outcome(text: string): string {
  try {
    parseXml(text);
    return 'parsed';
  } catch (error) {
    return error instanceof Error ? error.name : 'no error';
  }
}

/** Elements in each other, each with namespaces of its own. */
function namespaces(depth: number, each: number): string {
  const open = Array.from({ length: depth }, (_, level) => {
    const declared = Array.from({ length: each }, (__, at) => ` xmlns:p${String(level)}x${String(at)}="urn:x"`);
    return `<a${declared.join('')}>`;
  });
  return open.join('') + '</a>'.repeat(depth);
}

describe('canonical XML', () => {
  // The rules of REC-xml-c14n-20010315 that signatures meet: order, declarations, character references, empty elements.
  it('orders declarations and attributes, keeps text and expands empty elements', () => {
    const root = parseXml(
      `<?xml version="1.0"?>\n<a xmlns:z="urn:z" xmlns="urn:a" z:y='1' b="&quot;&#9;" a='&lt;'>\r\n<!-- c --><b/>&gt;&#13;<![CDATA[&]]></a>`,
    );
    expect(canonicalXml(root, root).toString('utf8')).toBe(
      '<a xmlns="urn:a" xmlns:z="urn:z" a="&lt;" b="&quot;&#x9;" z:y="1">\n<b></b>&gt;&#xD;&amp;</a>',
    );
  });

  it('gives an inner element the namespaces that are in scope there', () => {
    const root = parseXml('<a xmlns="urn:a" xmlns:p="urn:p"><b xmlns="urn:b"><c xmlns=""><p:d/></c></b></a>');
    const [inner] = childElements(root, 'urn:b', 'b');
    if (inner === undefined) throw new Error('b is there');
    expect(canonicalXml(root, inner).toString('utf8')).toBe(
      '<b xmlns="urn:b" xmlns:p="urn:p"><c xmlns=""><p:d></p:d></c></b>',
    );
  });

  it('inherits xml:lang and xml:space, and refuses what 1.0 and 1.1 disagree on', () => {
    const root = parseXml('<a xml:lang="nb" xml:space="preserve"><b xml:lang="nn"><c/></b></a>');
    const [b] = childElements(root, '', 'b');
    const c = b === undefined ? undefined : childElements(b, '', 'c')[0];
    if (c === undefined) throw new Error('c is there');
    expect(canonicalXml(root, c).toString('utf8')).toBe('<c xml:lang="nn" xml:space="preserve"></c>');
    const based = parseXml('<a xml:base="http://x/"><b/></a>');
    const [inner] = childElements(based, '', 'b');
    if (inner === undefined) throw new Error('b is there');
    expect(() => canonicalXml(based, inner)).toThrow('xml:base');
  });

  it('any text is read as written, or refused as XML, and never takes long', () => {
    const markup = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      '&',
      ';',
      '"',
      "'",
      '=',
      ' ',
      'a',
      'xmlns',
      ':',
      '<!--',
      '-->',
      ']]>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(markup, fc.string({ unit: 'binary' })), { maxLength: 60 }), (parts) => {
        expect(['parsed', 'XmlError']).toContain(outcome(parts.join('')));
      }),
    );
  });

  it('what was escaped is read back, and is canonical as it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const text = `<a b="${xmlAttribute(value)}">${xmlText(value)}</a>`;
        const root = parseXml(text);
        expect([attributeOf(root, 'b'), textOf(root)]).toEqual([value, value]);
        expect(canonicalXml(root, root).toString('utf8')).toBe(text);
      }),
    );
  });
});
