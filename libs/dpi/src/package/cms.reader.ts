import { constants, createDecipheriv, createPrivateKey, privateDecrypt, type KeyObject } from 'node:crypto';
import { berAt, BerError, berOctets, berOid, readBer, type BerElement } from '../asn1/ber.reader.js';

/** Why a dokumentpakke could not be decrypted; no content in the text. */
export class CmsError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(`The dokumentpakke cannot be decrypted: ${message}`, options);
    this.name = 'CmsError';
  }
}

const ENVELOPED_DATA = '1.2.840.113549.1.7.3';
const RSAES_OAEP = '1.2.840.113549.1.1.7';
const AES_256_CBC = '2.16.840.1.101.3.4.1.42';
/** Hashes of OAEP: SHA-256 is in use, SHA-1 is in the text of the specification (DPI reference, appendix A 1). */
const OAEP_HASHES: Readonly<Record<string, string>> = { '1.3.14.3.2.26': 'sha1', '2.16.840.1.101.3.4.2.1': 'sha256' };

/** The plain bytes of a CMS EnvelopedData in BER or DER; throws CmsError. */
export function openCms(cms: Buffer, privateKey: string | KeyObject): Buffer {
  try {
    const envelope = envelopedData(cms);
    const key = contentKey(
      envelope.recipients,
      typeof privateKey === 'string' ? createPrivateKey(privateKey) : privateKey,
    );
    const algorithm = berAt(envelope.content, 1);
    if (berOid(berAt(algorithm, 0)) !== AES_256_CBC) throw new CmsError('the content is not AES-256-CBC');
    const encrypted = envelope.content.children[2];
    if (encrypted === undefined) throw new CmsError('there is no content');
    const decipher = createDecipheriv('aes-256-cbc', key, berOctets(berAt(algorithm, 1)));
    return Buffer.concat([decipher.update(berOctets(encrypted)), decipher.final()]);
  } catch (cause) {
    if (cause instanceof CmsError) throw cause;
    throw new CmsError(cause instanceof BerError ? cause.message : 'wrong key or damaged content', { cause });
  }
}

/** Whether the outer structure is that of an EnvelopedData for one recipient; needs no key. */
export function looksLikeCms(cms: Buffer): boolean {
  try {
    return envelopedData(cms).recipients.children.length === 1;
  } catch {
    return false;
  }
}

function envelopedData(cms: Buffer): { recipients: BerElement; content: BerElement } {
  const info = readBer(cms);
  if (berOid(berAt(info, 0)) !== ENVELOPED_DATA) throw new CmsError('it is not EnvelopedData');
  const envelope = berAt(info, 1, 0);
  return { recipients: berAt(envelope, 1), content: berAt(envelope, 2) };
}

function contentKey(recipients: BerElement, key: KeyObject): Buffer {
  if (recipients.children.length !== 1) throw new CmsError('it must have exactly one recipient');
  const transport = berAt(recipients, 0);
  const algorithm = berAt(transport, 2);
  if (berOid(berAt(algorithm, 0)) !== RSAES_OAEP) throw new CmsError('the key is not under RSAES-OAEP');
  // Parameters and each of their fields have defaults, the hash SHA-1.
  const hashField = algorithm.children[1]?.children.find((field) => field.tag === 0xa0);
  const oaepHash = hashField === undefined ? 'sha1' : OAEP_HASHES[berOid(berAt(hashField, 0, 0))];
  if (oaepHash === undefined) throw new CmsError('an unknown OAEP hash');
  return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, berOctets(berAt(transport, 3)));
}
