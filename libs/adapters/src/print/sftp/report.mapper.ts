import { createHash } from 'node:crypto';
import type { ProviderReceipt, QuarantinedReceipt, ReceiptEvent } from '#channels/provider-receipt.js';
import { osloDate, osloToInstant } from '#domain/oslo-time.js';
import { attributeOf, childElements, parseXml, XmlError, type XmlElement } from '#dpi/xml/xml.parser.js';

/**
 * The vendor's status report -> receipts (mailboxes reference 3.2, mailpiece.xsd). Pure. A receipt is named by order,
 * step, status and the vendor's own status id, not by its file, so that a report delivered twice tells nothing twice.
 */
const EVENTS: Readonly<Record<string, ReceiptEvent['type']>> = {
  MAILPIECE_MOTTAK: 'print-accepted',
  KONVOLUTTERT: 'printed',
  RETURPOST: 'returned',
};

const RETURNED = { code: 'RETURNED_BY_POST', text: 'The letter came back by post.' };
const FAILED = {
  code: 'PRINT_VENDOR_FAILED',
  text: 'The print vendor could not print the letter; ask it with the order id.',
};
const MEDIA_TYPE = 'application/xml';

/** Never throws: a file that cannot be read becomes one quarantined receipt. */
export function toReceipts(fileName: string, bytes: Buffer): readonly ProviderReceipt[] {
  const text = bytes.toString('utf8');
  const entries = entriesOf(text);
  if (entries === undefined || entries.length === 0) return [quarantined(fileName, bytes)];
  // Each receipt keeps its own piece of the file as proof; the whole only when the pieces cannot be told apart.
  const pieces = text.match(/<Rapport\b[\s\S]*?<\/Rapport>/g) ?? [];
  return entries.map((entry, index) => {
    const piece = pieces.length === entries.length ? Buffer.from(pieces[index] ?? '', 'utf8') : bytes;
    return toReceipt(entry, piece) ?? quarantined(`${fileName}#${String(index)}`, piece);
  });
}

/** Undefined when it is not a mailpiece report. The parser refuses document types: the door to entity attacks. */
function entriesOf(text: string): readonly XmlElement[] | undefined {
  try {
    const root = parseXml(text);
    if (root.localName !== 'StatusRapport' || attributeOf(root, 'Type') !== 'Mailpiece') return undefined;
    return childElements(root, '', 'Rapport');
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function toReceipt(entry: XmlElement, raw: Buffer): ProviderReceipt | undefined {
  const [status] = childElements(entry, '', 'Status');
  if (status === undefined) return undefined;
  const orderId = attributeOf(entry, 'Id') ?? '';
  const step = attributeOf(status, 'LePu') ?? '';
  const outcome = attributeOf(status, 'Status') ?? '';
  const time = attributeOf(status, 'Tidspunkt') ?? '';
  const at = toInstant(time);
  const type = EVENTS[step];
  const isKnown = outcome === 'OK' || outcome === 'FEIL';
  if (orderId === '' || type === undefined || at === undefined || !isKnown) return undefined;
  const statusId = attributeOf(status, 'Id') ?? time;
  return {
    kind: 'receipt',
    sourceId: `${orderId}:${step}:${outcome}:${statusId}`,
    raw,
    rawMediaType: MEDIA_TYPE,
    match: { reference: orderId, conversationId: orderId },
    event: toEvent(outcome === 'FEIL' ? 'failed' : type, step, at),
  };
}

function toEvent(type: ReceiptEvent['type'], step: string, at: Date): ReceiptEvent {
  if (type === 'failed') return { type, at, reason: FAILED, details: { step } };
  return type === 'returned' ? { type, at, reason: RETURNED } : { type, at };
}

/** `dd/MM/yyyy HH:mm:ss` in Norway; undefined when there is no such time. */
function toInstant(text: string): Date | undefined {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})\s(\d{2}):(\d{2}):(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const instant = osloToInstant({ year, month, day }, ((hour * 60 + minute) * 60 + second) * 1000);
  // 31/02 would have become a day in March.
  const { date } = osloDate(instant);
  return date.day === day && date.month === month ? instant : undefined;
}

function quarantined(name: string, raw: Buffer): QuarantinedReceipt {
  return {
    kind: 'quarantined',
    sourceId: `${name}:${createHash('sha256').update(raw).digest('hex').slice(0, 32)}`,
    raw,
    rawMediaType: MEDIA_TYPE,
    reason: {
      code: 'PRINT_REPORT_UNREADABLE',
      text: 'The print vendor sent a report that is not a mailpiece report; ask for it again.',
    },
  };
}
