import { BerError, berOid, readBer } from '../asn1/ber.reader.js';
import { derChildren, derSpan, type DerSpan } from '../asn1/der-span.js';
import type { CrlProblem } from './crl-problem.js';

const REASON_CODE = '2.5.29.21';
const REMOVE_FROM_CRL = 8;

/**
 * The serial numbers of revokedCertificates, each as the octets of its INTEGER (DER) in latin1: an issuer may have revoked
 * hundreds of thousands, and a set of such strings is both small and found in at once. Throws BerError.
 */
export function revokedSerials(bytes: Buffer, list: DerSpan): ReadonlySet<string> | CrlProblem {
  const serials = new Set<string>();
  for (const entry of derChildren(bytes, list)) {
    const serial = derSpan(bytes, entry.content, entry.end);
    if (serial.tag !== 0x02) throw new BerError('an entry without a serial number');
    const date = derSpan(bytes, serial.end, entry.end);
    const kind = date.end < entry.end ? entryKind(bytes, derSpan(bytes, date.end, entry.end)) : 'revoked';
    if (kind === 'CRL_UNKNOWN_CRITICAL_EXTENSION') return kind;
    if (kind === 'revoked') serials.add(bytes.toString('latin1', serial.start, serial.end));
  }
  return serials;
}

/** How `serial` (INTEGER, DER) stands in the set. */
export function serialKey(serial: Buffer): string {
  return serial.toString('latin1');
}

/** certificateIssuer, the mark of an indirect list, is critical and by that refused. A certificate on hold is revoked. */
function entryKind(bytes: Buffer, extensions: DerSpan): 'revoked' | 'removed' | 'CRL_UNKNOWN_CRITICAL_EXTENSION' {
  let kind: 'revoked' | 'removed' = 'revoked';
  for (const extension of derChildren(bytes, extensions)) {
    const [identifier, second, third] = derChildren(bytes, extension);
    if (identifier === undefined || second === undefined) throw new BerError('an extension without a value');
    const oid = berOid(readBer(bytes.subarray(identifier.start, identifier.end)));
    if (oid === REASON_CODE) {
      const value = third ?? second;
      if (bytes[value.end - 1] === REMOVE_FROM_CRL) kind = 'removed';
    } else if (third !== undefined && bytes[second.content] !== 0) return 'CRL_UNKNOWN_CRITICAL_EXTENSION';
  }
  return kind;
}
