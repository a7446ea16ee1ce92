import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { aDocument, anOrder } from '#channels/testing/order-builder.js';
import { childElements, parseXml, textOf, type XmlElement } from '#dpi/xml/xml.parser.js';
import { specsFolder } from '#dpi/testing/specs-folder.js';
import type { PostalAddress } from '#domain/postal-address.js';
import { countryName, destinationOf } from './countries.js';
import { envelopeFailure, envelopeLines, toOrderXml } from './print.mapper.js';
import { toReceipts } from './print-report.mapper.js';

const NORWEGIAN: PostalAddress = {
  name: 'Ingrid Eksempel',
  lines: ['Prøveveien 7 B'],
  postalCode: '0987',
  city: 'Oslo',
};
const TURKISH: PostalAddress = {
  name: 'Ali & Sønn',
  lines: ['Sokak 3', 'Kat 2'],
  postalCode: '34000',
  city: 'Istanbul',
  countryCode: 'TR',
};
const RULES = { customerId: 'MELDINGSFORMIDLER', mode: 'TEST' } as const;

function xml(address: PostalAddress, documents = [aDocument()]): string {
  return toOrderXml(
    anOrder({ target: { kind: 'postal', address }, at: new Date('2026-11-23T23:30:00Z'), documents }),
    address,
    RULES,
  );
}

/** Names of elements and attributes, without their values: whether two orders have the same structure. */
function structureOf(element: XmlElement): unknown {
  const attributes = element.attributes.map(({ name }) => name).sort();
  return [element.name, attributes, element.children.filter((child) => typeof child !== 'string').map(structureOf)];
}

describe('envelope', () => {
  it('has name, street and place; abroad the country last, in Norwegian capitals', () => {
    expect(envelopeLines(NORWEGIAN)).toEqual(['Ingrid Eksempel', 'Prøveveien 7 B', '0987 Oslo']);
    expect(envelopeLines(TURKISH)).toEqual(['Ali & Sønn', 'Sokak 3', 'Kat 2', '34000 Istanbul', 'TYRKIA']);
  });

  it('has no line that the order could not hold', () => {
    const lines = envelopeLines({ ...NORWEGIAN, name: 'A\\rB\u0000\n C', lines: ['x'.repeat(200), ' '] });
    expect(lines).toEqual(['A/rB C', `${'x'.repeat(125)}...`, '0987 Oslo']);
  });

  it.each<[string, PostalAddress]>([
    ['a name', { ...NORWEGIAN, name: ' ' }],
    ['a line', { ...NORWEGIAN, lines: [''] }],
    ['a city', { name: 'A', lines: ['B'], postalCode: '0987' }],
    ['a postal code of four digits', { ...NORWEGIAN, postalCode: '987' }],
  ])('without %s is refused', (_what, address) => {
    expect(envelopeFailure(address)).toMatchObject({ kind: 'permanent', code: 'PRINT_ADDRESS_INCOMPLETE' });
  });

  it('knows where a country is', () => {
    expect([destinationOf(undefined), destinationOf('NO'), destinationOf('TR'), destinationOf('US')]).toEqual([
      'INNLAND',
      'INNLAND',
      'EUROPA',
      'VERDEN',
    ]);
    expect(countryName('ZZ')).toBe('???');
  });
});

describe('order XML', () => {
  it('names each document in the order of the letter, and keeps the identifier out', () => {
    const documents = [aDocument(), aDocument({ fileName: 'b.pdf' })];
    const text = xml(NORWEGIAN, documents);
    expect([...text.matchAll(/dokumentId="([^"]+)"/g)].map(([, id]) => id)).toEqual(
      documents.map(({ documentId }) => documentId),
    );
    expect(text).not.toContain('Skattyternummer');
  });

  it('is dated in Norway, separates lines by backslash and r, and has the handling of the letter', () => {
    const text = xml(NORWEGIAN);
    expect(text).toContain('<KundeOpprettet>2026-11-24</KundeOpprettet>');
    expect(text).toContain('<![CDATA[Ingrid Eksempel\\rPrøveveien 7 B\\r0987 Oslo\\r]]>');
    expect(text).toContain('behandling="B_W_D"');
  });

  it('has Landkode only abroad and Postnummer only in Norway', () => {
    expect(xml(NORWEGIAN)).toContain('<Landkode/><Postnummer>0987</Postnummer>');
    expect(xml(TURKISH)).toContain('<Landkode>TR</Landkode>');
    expect(xml(TURKISH)).not.toContain('Postnummer');
  });

  it('holds an address that tries to leave its CDATA', () => {
    const address = { ...NORWEGIAN, name: ']]><Bestilling/>' };
    const [mailpiece] = childElements(parseXml(xml(address)), '', 'Mailpiece');
    expect(mailpiece === undefined ? '' : textOf(mailpiece)).toContain(']]><Bestilling/>\\rPrøveveien 7 B');
  });

  const sample = '/print/skatteetaten-sentralprint/samples/bestilling.constructed-innland.xml';
  const path = specsFolder() + sample;
  const available = existsSync(path);
  if (!available) process.stderr.write('The published print order is not on this machine: its test is skipped.\n');
  (available ? it : it.skip)('has the structure of the published sample', () => {
    const published = readFileSync(path, 'utf8').replace(/\s*<Skattyternummer>.*<\/Skattyternummer>/g, '');
    expect(structureOf(parseXml(xml(NORWEGIAN)))).toEqual(structureOf(parseXml(published)));
  });
});

describe('status report', () => {
  const entry = (id: string, step: string, outcome = 'OK', time = '07/05/2026 10:46:05'): string =>
    `<Rapport Id="${id}"><Status Status="${outcome}" Id="s-${step}" LePu="${step}" Tidspunkt="${time}"/></Rapport>`;
  const report = (...entries: string[]): Buffer =>
    Buffer.from(`<?xml version="1.0"?><StatusRapport Type="Mailpiece">${entries.join('')}</StatusRapport>`);

  it('becomes receipts in Norwegian time, each with its own piece as proof', () => {
    const receipts = toReceipts(
      'f.xml',
      report(entry('a', 'MAILPIECE_MOTTAK'), entry('a', 'KONVOLUTTERT'), entry('b', 'RETURPOST')),
    );
    expect(receipts).toMatchObject([
      {
        event: { type: 'print-accepted', at: new Date('2026-05-07T08:46:05Z') },
        match: { reference: 'a' },
        sourceId: 'a:MAILPIECE_MOTTAK:OK:s-MAILPIECE_MOTTAK',
      },
      { event: { type: 'printed' } },
      { event: { type: 'returned' }, match: { conversationId: 'b' } },
    ]);
    expect(receipts[2]?.raw.toString()).toBe(entry('b', 'RETURPOST'));
  });

  it('with FEIL is failed, whatever the step', () => {
    expect(toReceipts('f.xml', report(entry('a', 'KONVOLUTTERT', 'FEIL')))).toMatchObject([
      { event: { type: 'failed', reason: { code: 'PRINT_VENDOR_FAILED' }, details: { step: 'KONVOLUTTERT' } } },
    ]);
  });

  it('tells the same twice under one source id', () => {
    const [first] = toReceipts('one.xml', report(entry('a', 'KONVOLUTTERT')));
    const [second] = toReceipts('two.xml', report(entry('a', 'KONVOLUTTERT')));
    expect(second?.sourceId).toBe(first?.sourceId);
  });

  it.each([
    ['half a file', '<StatusRapport Type="Mailpiece"><Rapport'],
    ['an empty file', ''],
    ['a report without entries', '<StatusRapport Type="Mailpiece"></StatusRapport>'],
    ['another kind of report', '<StatusRapport Type="Batch"></StatusRapport>'],
    ['a document type', '<!DOCTYPE x [<!ENTITY y "z">]><StatusRapport Type="Mailpiece"></StatusRapport>'],
  ])('that is %s is quarantined as a whole', (_what, text) => {
    expect(toReceipts('f.xml', Buffer.from(text))).toMatchObject([{ kind: 'quarantined' }]);
  });

  it.each(['99/99/2026 10:00:00', '31/02/2026 10:00:00', '2026-05-07T10:00:00', '07/05/2026 24:00:00'])(
    'with the time %s is quarantined in that entry alone',
    (time) => {
      const receipts = toReceipts('f.xml', report(entry('a', 'KONVOLUTTERT', 'OK', time), entry('b', 'KONVOLUTTERT')));
      expect(receipts.map(({ kind }) => kind)).toEqual(['quarantined', 'receipt']);
    },
  );
});
