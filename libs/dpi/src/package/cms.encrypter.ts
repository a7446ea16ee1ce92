import { constants, createCipheriv, createHash, publicEncrypt, randomBytes } from 'node:crypto';
import { berOpen, der, derHeader, derNull, derOid, END_OF_CONTENTS, TAG } from '../asn1/der.writer.js';
import type { CertificateInfo } from '../certificate/certificate-info.js';

/** A dokumentpakke ready to send. */
export interface SealedPackage {
  /** The CMS bytes in pieces, in memory once. */
  readonly pieces: readonly Buffer[];
  readonly size: number;
  /** Base64 SHA-256 of the CMS bytes: dokumentpakkefingeravtrykk. */
  readonly digest: string;
}

/** The encrypted package is larger than the mailbox takes; known before anything was sent. */
export class PackageTooLargeError extends Error {
  constructor(readonly limitBytes: number) {
    super(`The encrypted package is larger than ${String(limitBytes)} bytes.`);
    this.name = 'PackageTooLargeError';
  }
}

const OID = {
  envelopedData: '1.2.840.113549.1.7.3',
  data: '1.2.840.113549.1.7.1',
  rsaesOaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  sha256: '2.16.840.1.101.3.4.2.1',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
} as const;

/** Plain bytes per OCTET STRING piece. */
const PIECE = 64 * 1024;
const SHA256_ALGORITHM = der(TAG.sequence, derOid(OID.sha256), derNull());
/** SHA-256 and MGF1 with SHA-256, the empty label left out: what all clients send and the vectors have (DPI reference 3.4). */
const OAEP_SHA256 = der(
  TAG.sequence,
  derOid(OID.rsaesOaep),
  der(TAG.sequence, der(0xa0, SHA256_ALGORITHM), der(0xa1, der(TAG.sequence, derOid(OID.mgf1), SHA256_ALGORITHM))),
);

/**
 * CMS EnvelopedData for one recipient, AES-256-CBC under RSAES-OAEP. Indefinite lengths let the content stream through:
 * at no time is more than the finished ciphertext in memory. Throws PackageTooLargeError.
 */
export async function sealPackage(
  content: AsyncIterable<Buffer>,
  recipient: CertificateInfo,
  limitBytes: number,
): Promise<SealedPackage> {
  const key = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const hash = createHash('sha256');
  const pieces: Buffer[] = [];
  let size = 0;
  const emit = (bytes: Buffer): void => {
    hash.update(bytes);
    pieces.push(bytes);
    size += bytes.length;
    if (size > limitBytes) throw new PackageTooLargeError(limitBytes);
  };
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const flush = (): void => {
    if (waitingBytes === 0) return;
    emit(derHeader(TAG.octetString, waitingBytes));
    for (const bytes of waiting) emit(bytes);
    waiting = [];
    waitingBytes = 0;
  };
  const take = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (waitingBytes >= PIECE) flush();
  };
  emit(head(recipient, key, iv));
  for await (const plain of content) take(cipher.update(plain));
  take(cipher.final());
  flush();
  // Closes, from inside out: content, EncryptedContentInfo, EnvelopedData, [0], ContentInfo.
  emit(Buffer.concat(Array.from({ length: 5 }, () => END_OF_CONTENTS)));
  return { pieces, size, digest: hash.digest('base64') };
}

function head(recipient: CertificateInfo, key: Buffer, iv: Buffer): Buffer {
  const encryptedKey = publicEncrypt(
    { key: recipient.x509.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    key,
  );
  const version = der(TAG.integer, Buffer.from([0]));
  const keyTransport = der(
    TAG.sequence,
    version,
    der(TAG.sequence, recipient.issuer, recipient.serial),
    OAEP_SHA256,
    der(TAG.octetString, encryptedKey),
  );
  return Buffer.concat([
    berOpen(TAG.sequence),
    derOid(OID.envelopedData),
    berOpen(0xa0),
    berOpen(TAG.sequence),
    version,
    der(TAG.set, keyTransport),
    berOpen(TAG.sequence),
    derOid(OID.data),
    der(TAG.sequence, derOid(OID.aes256Cbc), der(TAG.octetString, iv)),
    berOpen(0xa0),
  ]);
}
