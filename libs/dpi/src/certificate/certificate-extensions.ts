import { berAt, BerError, berOctets, berOid, readBer, type BerElement } from '../asn1/ber.reader.js';

/** What DPI looks at in a certificate's extensions (RFC 5280, 4.2). */
export interface CertificateExtensions {
  /** Undefined when there is no keyUsage. */
  readonly keyUsage: KeyUsage | undefined;
  readonly policies: readonly string[];
  /** pathLenConstraint of basicConstraints. */
  readonly pathLength: number | undefined;
  /** All URIs of the distribution points, of any scheme, in order. */
  readonly crlUrls: readonly string[];
  /** OIDs of all extensions that are critical. */
  readonly critical: readonly string[];
}

export interface KeyUsage {
  readonly critical: boolean;
  readonly purposes: ReadonlySet<KeyPurpose>;
}

export type KeyPurpose =
  'digitalSignature' | 'nonRepudiation' | 'keyEncipherment' | 'dataEncipherment' | 'keyCertSign' | 'cRLSign';

export const KEY_USAGE = '2.5.29.15';
export const BASIC_CONSTRAINTS = '2.5.29.19';
const CRL_DISTRIBUTION_POINTS = '2.5.29.31';
const CERTIFICATE_POLICIES = '2.5.29.32';

/** Bits of the first octet of the BIT STRING; keyAgreement and what follows it is of no use here. */
const PURPOSES: readonly (readonly [KeyPurpose, number])[] = [
  ['digitalSignature', 0x80],
  ['nonRepudiation', 0x40],
  ['keyEncipherment', 0x20],
  ['dataEncipherment', 0x10],
  ['keyCertSign', 0x04],
  ['cRLSign', 0x02],
];

/** `tbs`: the TBSCertificate. Throws BerError. Only the values of extensions that are used are looked into. */
export function readExtensions(tbs: BerElement): CertificateExtensions {
  const list = tbs.children.find((child) => child.tag === 0xa3)?.children[0]?.children ?? [];
  const extensions = new Map(list.map((extension) => [berOid(berAt(extension, 0)), extension]));
  const valueOf = (oid: string): BerElement | undefined => value(extensions.get(oid));
  const critical = list.filter(isCritical).map((extension) => berOid(berAt(extension, 0)));
  return {
    keyUsage: keyUsage(valueOf(KEY_USAGE), critical.includes(KEY_USAGE)),
    policies: valueOf(CERTIFICATE_POLICIES)?.children.map((policy) => berOid(berAt(policy, 0))) ?? [],
    pathLength: pathLength(valueOf(BASIC_CONSTRAINTS)),
    crlUrls: valueOf(CRL_DISTRIBUTION_POINTS)?.children.flatMap(urlsOf) ?? [],
    critical,
  };
}

function value(extension: BerElement | undefined): BerElement | undefined {
  if (extension === undefined) return undefined;
  const octets = extension.children.at(-1);
  if (octets === undefined) throw new BerError('an extension without a value');
  return readBer(berOctets(octets));
}

function isCritical(extension: BerElement): boolean {
  return extension.children.length === 3 && berAt(extension, 1).content[0] !== 0;
}

function keyUsage(bits: BerElement | undefined, critical: boolean): KeyUsage | undefined {
  if (bits === undefined) return undefined;
  const first = bits.content[1] ?? 0;
  return { critical, purposes: new Set(PURPOSES.filter(([, bit]) => (first & bit) !== 0).map(([purpose]) => purpose)) };
}

function pathLength(constraints: BerElement | undefined): number | undefined {
  const length = constraints?.children.find(({ tag }) => tag === 0x02);
  return length === undefined ? undefined : length.content.readUIntBE(0, Math.min(length.content.length, 6));
}

/**
 * DistributionPoint { [0] { [0] fullName { [6] URI … } } …}. Points that cover only some reasons ([1]) or have another
 * issuer ([2]) are left out: they need indirect CRLs, which no issuer of virksomhetssertifikater uses.
 */
function urlsOf(point: BerElement): string[] {
  if (point.children.some(({ tag }) => tag === 0xa2 || tag === 0x81)) return [];
  const names =
    point.children.find(({ tag }) => tag === 0xa0)?.children.find(({ tag }) => tag === 0xa0)?.children ?? [];
  return names.filter(({ tag }) => tag === 0x86).map(({ content }) => content.toString('latin1'));
}
