import { aDocument, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import type { PackageDescription, PackageDocument } from '../package/package-document.js';

/** Names that have broken clients of others: letters beyond ASCII, and every sign with a meaning in URIs, XML or shells. */
const ODD_NAMES = [
  'Kart æøå (1) 100% sikkert.pdf',
  "a+b & c;d=e,f'g!h*~.pdf",
  'q?x#y[1]{2}.pdf',
  '"<sitat>".pdf',
  'samisk čđŋšŧž €😀.pdf',
  '%41%2F.pdf',
];

/** Letters that differ in all that the manifest and the signature have, by what is special in them. */
export const SAMPLE_LETTERS: Readonly<Record<string, PackageDescription>> = {
  'one document for a mailbox': { ...letter([document('vedtak.pdf')]), mailboxAddress: 'kari.nordmann#1234' },
  'print, without a recipient': letter([document('vedtak.pdf'), document('vedlegg.pdf')]),
  'a unit and an invoice reference': {
    ...letter([document('vedtak.pdf')]),
    mailboxAddress: 'kari#1234',
    unit: 'Enhet <1> & "2"',
    invoiceReference: 'PO-æøå/2026',
    language: 'se',
  },
  'odd names and titles': letter(ODD_NAMES.map((name) => ({ ...document(name), title: `${name}\u000B\r\n<&>]]>` }))),
  '201 documents': letter(Array.from({ length: 201 }, (_, index) => document(`dokument ${String(index)}.pdf`))),
  'empty and large': letter([
    { ...aDocument({ fileName: 'tom.txt', mediaType: 'text/plain', bytes: Buffer.alloc(0) }) },
    aDocument({ fileName: 'stor.pdf', bytes: Buffer.alloc(300_001, 'x') }),
  ]),
};

function letter(documents: readonly PackageDocument[]): PackageDescription {
  return { sender: TEST_ORGANISATION, language: 'nb', documents };
}

function document(fileName: string): PackageDocument {
  return aDocument({ fileName, text: fileName });
}
