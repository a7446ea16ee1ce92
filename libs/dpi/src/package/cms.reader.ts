import { createDecipheriv, createPrivateKey, type KeyObject } from 'node:crypto';
import { berAt, BerError, berOctets, berOid, type BerElement } from '../asn1/ber.reader.js';
import { TAG } from '../asn1/der.writer.js';
import { readCmsEnvelope, type CmsEnvelope } from './cms-envelope.reader.js';
import { contentKey } from './cms-key-transport.reader.js';
import { CmsError } from './cms-problem.js';

const AES_256_CBC = '2.16.840.1.101.3.4.1.42';
/** Announced by the specification ("kan tas inn senere", DPI reference 3.4). */
const AES_256_GCM = '2.16.840.1.101.3.4.1.46';
const KEY_BYTES = 32;
const IV_BYTES = 16;
const NONCE_BYTES = 12;
/** RFC 5084, 3.2: aes-ICVlen is 12 unless it is given. */
const TAG_BYTES = { usual: 12, most: 16 } as const;

/** The plain bytes of a CMS EnvelopedData or AuthEnvelopedData for one recipient, in BER or DER; throws CmsError. */
export function openCms(cms: Buffer, privateKey: string | KeyObject): Buffer {
  const envelope = readCmsEnvelope(cms);
  const key = typeof privateKey === 'string' ? readKey(privateKey) : privateKey;
  try {
    const cipher = CIPHERS[berOid(berAt(envelope.algorithm, 0))];
    if (cipher === undefined) throw new CmsError('CMS_ALGORITHM', 'the content is not under AES-256');
    const secret = contentKey(envelope.recipients, key);
    if (secret.length !== KEY_BYTES) throw new CmsError('CMS_ALGORITHM', 'its key is not one of AES-256');
    return cipher.decrypt(envelope, berAt(envelope.algorithm, 1), secret);
  } catch (cause) {
    if (cause instanceof CmsError) throw cause;
    if (cause instanceof BerError) throw new CmsError('CMS_MALFORMED', cause.message, { cause });
    throw new CmsError('CMS_CONTENT_DAMAGED', 'the content is damaged', { cause });
  }
}

/** Whether the outer structure is that of a dokumentpakke for one recipient; needs no key. */
export function looksLikeCms(cms: Buffer): boolean {
  try {
    return readCmsEnvelope(cms).recipients.length === 1;
  } catch {
    return false;
  }
}

/** How the content is encrypted, in words; undefined when it is not one of the two ways. Needs no key. */
export function cipherOf(cms: Buffer): string | undefined {
  try {
    return CIPHERS[berOid(berAt(readCmsEnvelope(cms).algorithm, 0))]?.name;
  } catch {
    return undefined;
  }
}

type Decrypt = (envelope: CmsEnvelope, parameters: BerElement, key: Buffer) => Buffer;

const CIPHERS: Readonly<Record<string, { readonly name: string; readonly decrypt: Decrypt }>> = {
  [AES_256_CBC]: { name: 'AES-256-CBC', decrypt: fromCbc },
  [AES_256_GCM]: { name: 'AES-256-GCM', decrypt: fromGcm },
};

function fromCbc({ encrypted }: CmsEnvelope, parameters: BerElement, key: Buffer): Buffer {
  const iv = berOctets(parameters);
  if (iv.length !== IV_BYTES) throw new BerError('an initialisation vector of another length than 16');
  const decipher = createDecipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([decipher.update(encrypted), decipher.final()]);
}

function fromGcm({ encrypted, authentication }: CmsEnvelope, parameters: BerElement, key: Buffer): Buffer {
  if (authentication === undefined) throw new CmsError('CMS_ALGORITHM', 'AES-GCM without authentication');
  const nonce = berOctets(berAt(parameters, 0));
  const length = parameters.children[1];
  const tagBytes = length === undefined ? TAG_BYTES.usual : smallInteger(length);
  if (nonce.length !== NONCE_BYTES) throw new BerError('a nonce of another length than 12');
  if (tagBytes < TAG_BYTES.usual || tagBytes > TAG_BYTES.most || authentication.tag.length !== tagBytes) {
    throw new BerError('an authentication tag of a wrong length');
  }
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(authentication.tag);
  decipher.setAAD(authentication.additional);
  return Buffer.concat([decipher.update(encrypted), decipher.final()]);
}

function smallInteger({ tag, content }: BerElement): number {
  const [value] = content;
  if (tag !== TAG.integer || content.length !== 1 || value === undefined) throw new BerError('not a small integer');
  return value;
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new CmsError('CMS_KEY_UNREADABLE', 'the private key cannot be read', { cause });
  }
}
