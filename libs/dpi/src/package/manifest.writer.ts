import { toIso6523 } from '#domain/identifiers.js';
import { xmlAttribute, xmlText } from '../xml/xml-escape.js';
import type { PackageDescription, PackageDocument } from './package-document.js';

/** manifest.xml by sdp-manifest.xsd: the order of the elements is the schema's sequence. */
export function manifestXml(description: PackageDescription): Buffer {
  const { documents, language } = description;
  const [main, ...attachments] = documents;
  if (main === undefined) throw new Error('A dokumentpakke has at least one document.');
  return Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="http://begrep.difi.no/sdp/schema_v10">' +
      recipient(description.mailboxAddress) +
      sender(description) +
      documentXml('hoveddokument', main, language) +
      attachments.map((attachment) => documentXml('vedlegg', attachment, language)).join('') +
      '</manifest>',
    'utf8',
  );
}

function recipient(mailboxAddress: string | undefined): string {
  if (mailboxAddress === undefined) return '';
  return `<mottaker><person><postkasseadresse>${xmlText(mailboxAddress)}</postkasseadresse></person></mottaker>`;
}

function sender({ sender: organisation, unit, invoiceReference }: PackageDescription): string {
  return (
    `<avsender><organisasjon authority="iso6523-actorid-upis">${toIso6523(organisation)}</organisasjon>` +
    optional('avsenderidentifikator', unit) +
    optional('fakturaReferanse', invoiceReference) +
    '</avsender>'
  );
}

function optional(name: string, value: string | undefined): string {
  return value === undefined ? '' : `<${name}>${xmlText(value)}</${name}>`;
}

function documentXml(name: string, document: PackageDocument, language: string): string {
  return (
    `<${name} href="${xmlAttribute(document.fileName)}" mime="${xmlAttribute(document.mediaType)}">` +
    `<tittel lang="${xmlAttribute(language)}">${xmlText(document.title)}</tittel></${name}>`
  );
}
