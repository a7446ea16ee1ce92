import { createHash } from 'node:crypto';
import { berAt, berOctets, readBer } from '../asn1/ber.reader.js';

/**
 * The first private key of a JKS file, as PKCS#8 DER: the published vectors keep theirs in one. The format is Java's own
 * (sun.security.provider.JavaKeyStore, KeyProtector): a SHA-1 key stream over password and salt.
 */
export function firstPrivateKey(store: Buffer, password: string): Buffer {
  if (store.readUInt32BE(0) !== 0xfeedfeed) throw new Error('Not a JKS file.');
  // magic, version, count, tag; then the alias, a time stamp and the protected key.
  const aliasLength = store.readUInt16BE(16);
  const keyAt = 18 + aliasLength + 8;
  const length = store.readUInt32BE(keyAt);
  const encrypted = berOctets(berAt(readBer(store.subarray(keyAt + 4, keyAt + 4 + length)), 1));
  const salt = encrypted.subarray(0, 20);
  const body = encrypted.subarray(20, -20);
  const secret = Buffer.from(password, 'utf16le').swap16();
  const plain = Buffer.alloc(body.length);
  let stream: Buffer = salt;
  for (let start = 0; start < body.length; start += 20) {
    stream = createHash('sha1').update(secret).update(stream).digest();
    for (let index = 0; index < 20 && start + index < body.length; index += 1) {
      plain[start + index] = (body[start + index] ?? 0) ^ (stream[index] ?? 0);
    }
  }
  return plain;
}
