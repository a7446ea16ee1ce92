import { berAt, berOid, type BerElement } from '../asn1/ber.reader.js';

export type SignatureHash = 'SHA-256' | 'SHA-384' | 'SHA-512';

/** Signature algorithms by OID: RSASSA-PKCS1-v1_5 and ECDSA. SHA-1 and older ones are left out, and by that refused. */
const SIGNATURE_HASHES: ReadonlyMap<string, SignatureHash> = new Map([
  ['1.2.840.113549.1.1.11', 'SHA-256'],
  ['1.2.840.113549.1.1.12', 'SHA-384'],
  ['1.2.840.113549.1.1.13', 'SHA-512'],
  ['1.2.840.10045.4.3.2', 'SHA-256'],
  ['1.2.840.10045.4.3.3', 'SHA-384'],
  ['1.2.840.10045.4.3.4', 'SHA-512'],
]);
export const RSASSA_PSS = '1.2.840.113549.1.1.10';
const HASHES: ReadonlyMap<string, SignatureHash> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
]);

/** `algorithm`: an AlgorithmIdentifier. The hash of RSASSA-PSS stands in [0] of its parameters; without it, it is SHA-1. */
export function signatureHash(algorithm: BerElement): SignatureHash | undefined {
  const oid = berOid(berAt(algorithm, 0));
  if (oid !== RSASSA_PSS) return SIGNATURE_HASHES.get(oid);
  const hash = algorithm.children[1]?.children.find(({ tag }) => tag === 0xa0);
  return hash === undefined ? undefined : HASHES.get(berOid(berAt(hash, 0, 0)));
}
