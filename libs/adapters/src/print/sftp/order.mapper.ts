import type { DepositOrder } from '#channels/deposit-order.js';
import { osloDate } from '#domain/oslo-time.js';
import { isNorwegian, type PostalAddress } from '#domain/postal-address.js';
import { oneLine } from '../print.mapper.js';
import { countryName, destinationOf } from './countries.js';

/**
 * An order -> the vendor's order XML, printoppdrag 2.2 (mailboxes reference 3.2). Pure. The recipient's identifier
 * (Skattyternummer) is optional and left out: the vendor needs an address and no more. The envelope has no window
 * (`W`): the address is printed on it from here, and never stands twice.
 */
export interface PrintOrderRules {
  readonly customerId: string;
  readonly mode: 'PROD' | 'TEST';
}

const LONGEST_LINE = 128;
const CUT = '...';
/** The two characters, not a carriage return; so the vendor has it. */
const LINE_SEPARATOR = '\\r';

/** Name, street, place and, abroad, the country in Norwegian capitals as the last line. */
export function envelopeLines(address: PostalAddress): readonly string[] {
  const place = [address.postalCode, address.city].filter((part) => part !== undefined).join(' ');
  const country = isNorwegian(address) ? '' : countryName(address.countryCode ?? '');
  return [address.name, ...address.lines, place, country].map((line) => cut(clean(line))).filter((line) => line !== '');
}

export function toOrderXml(order: DepositOrder, address: PostalAddress, rules: PrintOrderRules): string {
  const { print } = order.letter;
  const handling = `${print.postage}_W_${print.duplex ? 'D' : 'S'}`;
  const lines = envelopeLines(address).map((line) => line + LINE_SEPARATOR);
  const place = isNorwegian(address)
    ? `<Landkode/><Postnummer>${text(address.postalCode ?? '')}</Postnummer>`
    : `<Landkode>${text(countryName(address.countryCode ?? '') === '???' ? 'XX' : (address.countryCode ?? ''))}</Landkode>`;
  const name = `<Navn>${cdata(cut(clean(address.name)))}</Navn>`;
  const documents = order.documents.map(
    ({ documentId }) =>
      `<Dokument dokumentId="${attribute(documentId)}" dokumentType="STANDARD">${name}${place}</Dokument>`,
  );
  const id = attribute(order.conversationId);
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<Bestilling xsi:noNamespaceSchemaLocation="printoppdrag-2_2.xsd" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<BestillingsInfo bestillingsId="${id}" kundeId="${attribute(rules.customerId)}" modus="${rules.mode}">`,
    `<KundeOpprettet>${localDate(order.at)}</KundeOpprettet>`,
    `<DokumentInfo destinasjon="${destinationOf(address.countryCode)}" sorteringsfelt="USORTERT"/>`,
    `<Kanal behandling="${handling}" type="PRINT"/>`,
    '</BestillingsInfo>',
    `<Mailpiece mailpieceId="${id}">`,
    `<Ressurs><Adresse>${cdata(lines.join(''))}</Adresse></Ressurs>${place}`,
    ...documents,
    '</Mailpiece></Bestilling>',
  ].join('');
}

function localDate(instant: Date): string {
  const { year, month, day } = osloDate(instant).date;
  return `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A backslash would be read as the separator's. */
function clean(line: string): string {
  return oneLine(line).replaceAll('\\', '/');
}

function cut(line: string): string {
  return line.length <= LONGEST_LINE ? line : line.slice(0, LONGEST_LINE - CUT.length) + CUT;
}

function cdata(value: string): string {
  return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function attribute(value: string): string {
  return text(value).replaceAll('"', '&quot;');
}
