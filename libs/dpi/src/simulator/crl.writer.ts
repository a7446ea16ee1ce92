import { createHash, sign } from 'node:crypto';
import { der, derNull, derOid, TAG } from '../asn1/der.writer.js';
import { derTime } from '../asn1/der-time.js';
import type { CertificateInfo } from '../certificate/certificate-info.js';

/** What a certificate authority puts into its revocation list. */
export interface CrlContent {
  readonly issuer: CertificateInfo;
  /** PEM, RSA. */
  readonly key: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly revoked: readonly RevokedEntry[];
  /** SEQUENCE of Extension each, beside those that every list has. */
  readonly extensions?: readonly Buffer[];
}

export interface RevokedEntry {
  /** INTEGER, DER. */
  readonly serial: Buffer;
  readonly at: Date;
  /** SEQUENCE of Extension each. */
  readonly extensions?: readonly Buffer[];
}

const SHA256_WITH_RSA = der(TAG.sequence, derOid('1.2.840.113549.1.1.11'), derNull());
const VERSION_2 = der(TAG.integer, Buffer.from([1]));
const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
const CRL_NUMBER = '2.5.29.20';

/** A CertificateList (RFC 5280, 5.1), DER. */
export function writeCrl(content: CrlContent): Buffer {
  const tbs = der(
    TAG.sequence,
    VERSION_2,
    SHA256_WITH_RSA,
    content.issuer.subjectDer,
    derTime(content.thisUpdate),
    derTime(content.nextUpdate),
    ...(content.revoked.length === 0 ? [] : [der(TAG.sequence, Buffer.concat(content.revoked.map(entry)))]),
    der(
      0xa0,
      der(TAG.sequence, keyIdentifier(content.issuer), number(content.thisUpdate), ...(content.extensions ?? [])),
    ),
  );
  const signature = sign('RSA-SHA256', tbs, content.key);
  return der(TAG.sequence, tbs, SHA256_WITH_RSA, der(TAG.bitString, Buffer.from([0]), signature));
}

/** `value`: DER of the extension's own structure. */
export function crlExtension(oid: string, value: Buffer, criticality: 'critical' | 'optional' = 'optional'): Buffer {
  const critical = criticality === 'critical' ? [der(TAG.boolean, Buffer.from([0xff]))] : [];
  return der(TAG.sequence, derOid(oid), ...critical, der(TAG.octetString, value));
}

function entry({ serial, at, extensions = [] }: RevokedEntry): Buffer {
  return der(TAG.sequence, serial, derTime(at), ...(extensions.length === 0 ? [] : [der(TAG.sequence, ...extensions)]));
}

function keyIdentifier({ x509 }: CertificateInfo): Buffer {
  const identifier = createHash('sha1')
    .update(x509.publicKey.export({ type: 'pkcs1', format: 'der' }))
    .digest();
  return crlExtension(AUTHORITY_KEY_IDENTIFIER, der(TAG.sequence, der(0x80, identifier)));
}

/** Seconds since the epoch: a number that grows, which is all it has to. */
function number(at: Date): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 1000)), 1);
  const first = bytes.findIndex((octet, index) => octet !== 0 || (bytes[index + 1] ?? 0) >= 0x80);
  return crlExtension(CRL_NUMBER, der(TAG.integer, bytes.subarray(first === -1 ? 8 : first)));
}
