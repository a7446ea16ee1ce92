import { createHash, X509Certificate } from 'node:crypto';
import { berAt, BerError, berOctets, berOid, readBer, type BerElement } from '../asn1/ber.reader.js';

/**
 * What DPI needs of a virksomhetssertifikat, read from the DER itself: Node's X509Certificate gives neither the
 * issuer's exact bytes (CMS recipients are named by them) nor the policies.
 */
export interface CertificateInfo {
  readonly x509: X509Certificate;
  readonly der: Buffer;
  /** The issuer's Name, DER. */
  readonly issuer: Buffer;
  /** The serial number INTEGER, DER. */
  readonly serial: Buffer;
  readonly serialDecimal: string;
  /** RFC 2253 form of the issuer, last element first, as XAdES names it. */
  readonly issuerName: string;
  /** Nine digits, in the order of seid2: 2.5.4.97 `NTRNO-…`, then serialNumber, then CN (DPI reference 4.2). */
  readonly organisationNumber: string | undefined;
  readonly policies: readonly string[];
  /** Present and critical, as a virksomhetssertifikat must have it. */
  readonly keyUsageCritical: boolean;
  readonly isAuthority: boolean;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Hex SHA-256 of the DER: identifies the certificate. */
  readonly fingerprint: string;
}

const KEY_USAGE = '2.5.29.15';
const CERTIFICATE_POLICIES = '2.5.29.32';
const ORGANISATION_ATTRIBUTES: readonly { readonly oid: string; readonly pattern: RegExp }[] = [
  { oid: '2.5.4.97', pattern: /^NTRNO-(\d{9})$/ },
  { oid: '2.5.4.5', pattern: /^(\d{9})$/ },
  { oid: '2.5.4.3', pattern: /^(\d{9})$/ },
];
const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

/** From PEM or DER; throws when it is not a certificate. */
export function certificateInfo(certificate: string | Buffer): CertificateInfo {
  const x509 = new X509Certificate(certificate);
  const tbs = berAt(readBer(x509.raw), 0);
  // [0] EXPLICIT version is absent in version 1 certificates, which then have their serial number first.
  const first = tbs.children[0]?.tag === 0xa0 ? 1 : 0;
  const serial = berAt(tbs, first);
  const issuer = berAt(tbs, first + 2);
  const subject = nameAttributes(berAt(tbs, first + 4));
  const extensions = extensionsOf(tbs);
  return {
    x509,
    der: x509.raw,
    issuer: issuer.raw,
    serial: serial.raw,
    serialDecimal: BigInt(`0x${serial.content.toString('hex')}`).toString(),
    issuerName: nameAttributes(issuer)
      .map(({ oid, value }) => `${SHORT_NAMES[oid] ?? oid}=${value.replace(/([,+"\\<>;])/g, '\\$1')}`)
      .reverse()
      .join(', '),
    organisationNumber: organisationNumberOf(subject),
    policies: policiesOf(extensions.get(CERTIFICATE_POLICIES)?.value),
    keyUsageCritical: extensions.get(KEY_USAGE)?.critical ?? false,
    isAuthority: x509.ca,
    validFrom: new Date(x509.validFrom),
    validTo: new Date(x509.validTo),
    fingerprint: createHash('sha256').update(x509.raw).digest('hex'),
  };
}

interface NameAttribute {
  readonly oid: string;
  readonly value: string;
}

function nameAttributes(name: BerElement): NameAttribute[] {
  return name.children.flatMap((set) =>
    set.children.map((attribute) => ({ oid: berOid(berAt(attribute, 0)), value: text(berAt(attribute, 1)) })),
  );
}

/** BMPString (0x1e) is UTF-16 big-endian; all other string types in use are read as UTF-8. */
function text(element: BerElement): string {
  return element.tag === 0x1e
    ? Buffer.from(element.content).swap16().toString('utf16le')
    : element.content.toString('utf8');
}

function organisationNumberOf(subject: readonly NameAttribute[]): string | undefined {
  for (const { oid, pattern } of ORGANISATION_ATTRIBUTES) {
    for (const attribute of subject) {
      const found = attribute.oid === oid ? pattern.exec(attribute.value)?.[1] : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

interface Extension {
  readonly critical: boolean;
  readonly value: BerElement;
}

function extensionsOf(tbs: BerElement): ReadonlyMap<string, Extension> {
  const list = tbs.children.find((child) => child.tag === 0xa3)?.children[0]?.children ?? [];
  return new Map(
    list.map((extension) => {
      const value = extension.children.at(-1);
      if (value === undefined) throw new BerError('an extension without a value');
      const critical = extension.children.length === 3 && berAt(extension, 1).content[0] === 0xff;
      return [berOid(berAt(extension, 0)), { critical, value: readBer(berOctets(value)) }];
    }),
  );
}

function policiesOf(policies: BerElement | undefined): string[] {
  return policies?.children.map((policy) => berOid(berAt(policy, 0))) ?? [];
}
