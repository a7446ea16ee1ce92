import { describe, expect, it } from '@jest/globals';
import { canonicalXml } from './canonical-xml.js';
import { childElements, parseXml } from './xml.parser.js';

describe('the XML reader', () => {
  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an unknown entity', '<a>&x;</a>'],
    ['a processing instruction', '<a><?php x?></a>'],
    ['a prefix without a namespace', '<p:a/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an element that is not closed', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['too much depth', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseXml(text)).toThrow('Not acceptable XML');
  });
});

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
});
