import { createHash } from 'node:crypto';
import yauzl from 'yauzl';
import type { SimulatedDocument } from '#channels/simulation/simulation-world.js';
import type { PostalAddress } from '#domain/postal-address.js';
import { attributeOf, childElements, parseXml, textOf, type XmlElement } from '#dpi/xml/xml.parser.js';

export interface ReadOrder {
  readonly orderId: string;
  readonly address: PostalAddress;
  readonly documents: readonly SimulatedDocument[];
}

const DESTINATIONS = new Set(['INNLAND', 'EUROPA', 'VERDEN']);
const HANDLING = /^[AB]_[XW]_[SD]$/;
const MAX_ENTRY_BYTES = 256 * 1024 * 1024;

/** Opens an order as the vendor does; throws Error that says what is wrong with it. */
export async function readOrder(orderId: string, zip: Buffer): Promise<ReadOrder> {
  const entries = await unzip(zip);
  const [first] = entries;
  if (first?.name !== `${orderId}.xml`) throw new Error('the order XML is not the first file');
  const order = parseOrder(first.bytes.toString('utf8'), orderId);
  const files = entries.slice(1);
  const expected = order.documentIds.map((id) => `${id}.pdf`);
  if (files.map(({ name }) => name).join('|') !== expected.join('|')) throw new Error('documents and order differ');
  for (const { bytes } of files)
    if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Error('a document is not PDF');
  return {
    orderId,
    address: order.address,
    documents: files.map(({ name, bytes }) => ({
      fileName: name,
      mediaType: 'application/pdf',
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  };
}

async function unzip(zip: Buffer): Promise<readonly { readonly name: string; readonly bytes: Buffer }[]> {
  const file = await yauzl.fromBufferPromise(zip);
  const entries: { name: string; bytes: Buffer }[] = [];
  for await (const entry of file.eachEntry()) {
    if (entry.uncompressedSize > MAX_ENTRY_BYTES) throw new Error('a file in the order is too large');
    const chunks: Buffer[] = [];
    for await (const chunk of (await file.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) chunks.push(chunk);
    entries.push({ name: entry.fileName, bytes: Buffer.concat(chunks) });
  }
  return entries;
}

function parseOrder(xml: string, orderId: string): { address: PostalAddress; documentIds: readonly string[] } {
  const order = parseXml(xml);
  const info = child(order, 'BestillingsInfo');
  const mailpiece = child(order, 'Mailpiece');
  if (order.localName !== 'Bestilling') throw new Error('the file is not an order');
  if (attribute(info, 'bestillingsId') !== orderId) throw new Error('the order has another id than its file');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(textIn(info, 'KundeOpprettet'))) throw new Error('KundeOpprettet is not a date');
  if (!DESTINATIONS.has(attribute(child(info, 'DokumentInfo'), 'destinasjon')))
    throw new Error('destinasjon is unknown');
  const channel = child(info, 'Kanal');
  if (attribute(channel, 'type') !== 'PRINT' || !HANDLING.test(attribute(channel, 'behandling'))) {
    throw new Error('Kanal is unknown');
  }
  const documents = childElements(mailpiece, '', 'Dokument');
  if (documents.length === 0) throw new Error('the order has no documents');
  const lines = textIn(child(mailpiece, 'Ressurs'), 'Adresse')
    .split('\\r')
    .filter((line) => line !== '');
  return {
    address: toAddress(lines, textIn(mailpiece, 'Landkode'), textIn(mailpiece, 'Postnummer')),
    documentIds: documents.map((document) => attribute(document, 'dokumentId')),
  };
}

/** What the envelope says, taken apart again. */
function toAddress(lines: readonly string[], countryCode: string, postalCode: string): PostalAddress {
  const [name = '', ...rest] = lines;
  const last = rest.pop();
  if (name === '' || last === undefined) throw new Error('the address is empty');
  if (countryCode !== '') return { name, lines: rest, countryCode };
  if (!last.startsWith(`${postalCode} `) || !/^\d{4}$/.test(postalCode))
    throw new Error('the address lacks postal code and city');
  return { name, lines: rest, postalCode, city: last.slice(postalCode.length + 1) };
}

function child(parent: XmlElement, name: string): XmlElement {
  const [first] = childElements(parent, '', name);
  if (first === undefined) throw new Error(`${name} is missing`);
  return first;
}

/** Empty when the element is missing: the vendor takes orders without either of Landkode and Postnummer. */
function textIn(parent: XmlElement, name: string): string {
  const [first] = childElements(parent, '', name);
  return first === undefined ? '' : textOf(first);
}

function attribute(element: XmlElement, name: string): string {
  return attributeOf(element, name) ?? '';
}
