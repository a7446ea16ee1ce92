import { berAt, berOid, type BerElement } from '../asn1/ber.reader.js';

/** One attribute of an X.501 Name. */
export interface NameAttribute {
  readonly oid: string;
  readonly value: string;
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

export function nameAttributes(name: BerElement): NameAttribute[] {
  return name.children.flatMap((set) =>
    set.children.map((attribute) => ({ oid: berOid(berAt(attribute, 0)), value: text(berAt(attribute, 1)) })),
  );
}

/** RFC 2253, last element first. */
export function nameText(attributes: readonly NameAttribute[]): string {
  return attributes
    .map(({ oid, value }) => `${SHORT_NAMES[oid] ?? oid}=${value.replace(/([,+"\\<>;])/g, '\\$1')}`)
    .reverse()
    .join(', ');
}

/** BMPString (0x1e) is UTF-16 big-endian; all other string types in use are read as UTF-8. */
function text(element: BerElement): string {
  return element.tag === 0x1e
    ? Buffer.from(element.content).swap16().toString('utf16le')
    : element.content.toString('utf8');
}
