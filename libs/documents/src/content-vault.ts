import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { ContentKey } from './content-key.js';
import type { MasterKey, MasterKeyRing } from './master-key-ring.js';
import { SealBroken } from './seal-broken.js';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAPPED_VERSION = 1;
const SEALED_VERSION = 1;

/**
 * Encryption at rest (design 8): every letter and every uploaded document has a key of its own, kept only wrapped by
 * the master key. To destroy a letter is to destroy its wrapped key.
 *
 * Wrapped key: version (1 byte), number of the master key (1), nonce (12), encrypted key (32), tag (16); the first two
 * bytes are authenticated with it. The number is what makes rotation possible: new keys are wrapped with the first
 * master key of the ring, old ones are opened with the one that they name.
 *
 * Sealed bytes: version (1), nonce (12), ciphertext, tag (16). The nonce is random; a key seals a handful of things.
 */
export class ContentVault {
  private readonly recipientHashKey: Buffer;

  constructor(private readonly ring: MasterKeyRing) {
    this.recipientHashKey = Buffer.from(
      hkdfSync('sha256', ring.oldest.key, Buffer.alloc(0), 'meldingsformidler recipient key 1', KEY_BYTES),
    );
  }

  newKey(): { readonly key: ContentKey; readonly wrapped: Buffer } {
    const bytes = randomBytes(KEY_BYTES);
    return { key: { bytes }, wrapped: this.wrap(bytes, this.ring.current) };
  }

  /** Throws SealBroken when it was changed or names a master key that is not in the ring. */
  unwrap(wrapped: Buffer): ContentKey {
    const head = wrapped.subarray(0, 2);
    const master = head[0] === WRAPPED_VERSION && head[1] !== undefined ? this.ring.get(head[1]) : undefined;
    if (master === undefined) throw new SealBroken('content key', 'UNKNOWN_MASTER_KEY');
    const bytes = decrypt(wrapped.subarray(2), master.key, head, 'content key');
    if (bytes.length !== KEY_BYTES) throw new SealBroken('content key', 'WRONG_LENGTH');
    return { bytes };
  }

  seal(plain: Buffer, key: ContentKey): Buffer {
    const head = Buffer.of(SEALED_VERSION);
    return Buffer.concat([head, ...encrypt(plain, key.bytes, head)]);
  }

  /** Throws SealBroken when the bytes were changed, cut off or sealed with another key. */
  open(sealed: Buffer, key: ContentKey): Buffer {
    const head = sealed.subarray(0, 1);
    if (head[0] !== SEALED_VERSION) throw new SealBroken('content', 'UNKNOWN_VERSION');
    return decrypt(sealed.subarray(1), key.bytes, head, 'content');
  }

  /**
   * 32 bytes that stand for an identifier in the database: the same for the same person, and not to be reversed by
   * trying all eleven-digit numbers without the master key. From the oldest master key, so that it survives rotation.
   */
  recipientKey(identifier: string): Buffer {
    return createHmac('sha256', this.recipientHashKey).update(identifier).digest();
  }

  private wrap(key: Buffer, master: MasterKey): Buffer {
    const head = Buffer.of(WRAPPED_VERSION, master.id);
    return Buffer.concat([head, ...encrypt(key, master.key, head)]);
  }
}

function encrypt(plain: Buffer, key: Buffer, authenticated: Buffer): readonly Buffer[] {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(authenticated);
  return [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
}

function decrypt(bytes: Buffer, key: Buffer, authenticated: Buffer, what: string): Buffer {
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealBroken(what, 'CUT_OFF');
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  }).setAAD(authenticated);
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const plain = decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    throw new SealBroken(what, 'NOT_AUTHENTIC');
  }
}
