import { constants, createCipheriv, publicEncrypt, randomBytes, type Cipher } from 'node:crypto';
import { berOpen, der, derHeader, derNull, derOid, END_OF_CONTENTS, TAG } from '../asn1/der.writer.js';
import type { CertificateInfo } from '../certificate/certificate-info.js';
import { ByteCutter, type CutPiece } from './byte-cutter.js';

const OID = {
  envelopedData: '1.2.840.113549.1.7.3',
  data: '1.2.840.113549.1.7.1',
  rsaesOaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  sha256: '2.16.840.1.101.3.4.2.1',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
} as const;

const KEY_BYTES = 32;
const IV_BYTES = 16;
/** Encrypted bytes per OCTET STRING piece. */
const PIECE = 64 * 1024;
// What is the same in every package is encoded once: a gateway writes many small letters.
const VERSION = der(TAG.integer, Buffer.from([0]));
const SHA256_ALGORITHM = der(TAG.sequence, derOid(OID.sha256), derNull());
/** SHA-256 and MGF1 with SHA-256, the empty label left out: what all clients send and the vectors have (DPI reference 3.4). */
const OAEP_SHA256 = der(
  TAG.sequence,
  derOid(OID.rsaesOaep),
  der(TAG.sequence, der(0xa0, SHA256_ALGORITHM), der(0xa1, der(TAG.sequence, derOid(OID.mgf1), SHA256_ALGORITHM))),
);
const ENVELOPE_OPEN = Buffer.concat([
  berOpen(TAG.sequence),
  derOid(OID.envelopedData),
  berOpen(0xa0),
  berOpen(TAG.sequence),
  VERSION,
]);
const CONTENT_OPEN = Buffer.concat([berOpen(TAG.sequence), derOid(OID.data)]);
const AES_256_CBC = derOid(OID.aes256Cbc);
const OCTETS_OPEN = berOpen(0xa0);
/** Closes, from inside out: content, EncryptedContentInfo, EnvelopedData, [0], ContentInfo. */
const TAIL = Buffer.concat(Array.from({ length: 5 }, () => END_OF_CONTENTS));

/**
 * CMS EnvelopedData for one recipient, AES-256-CBC under RSAES-OAEP. Indefinite lengths let the content stream through.
 * The keys are drawn once, so that every `write` of the same content gives the same bytes.
 */
export class CmsWriter {
  private readonly key: Buffer;
  private readonly iv: Buffer;
  private readonly head: Buffer;

  constructor(recipient: CertificateInfo) {
    const secret = randomBytes(KEY_BYTES + IV_BYTES);
    this.key = secret.subarray(0, KEY_BYTES);
    this.iv = secret.subarray(KEY_BYTES);
    const encryptedKey = publicEncrypt(
      { key: recipient.x509.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
      this.key,
    );
    this.head = headOf(recipient, encryptedKey, this.iv);
  }

  /** A pass over the content, from its start. */
  pass(): CmsPass {
    return new CmsPass(this.head, createCipheriv('aes-256-cbc', this.key, this.iv));
  }
}

/**
 * One pass: `head`, then what `add` gives for each piece of the content, then `end`, which closes the structure: without
 * it nothing can be opened. Nothing here waits, so that small letters are not slowed by promises between their pieces.
 */
export class CmsPass {
  private readonly cutter = new ByteCutter(PIECE);

  constructor(
    readonly head: Buffer,
    private readonly cipher: Cipher,
  ) {}

  add(plain: Buffer): readonly Buffer[] {
    return this.cutter.add(this.cipher.update(plain)).flatMap(octets);
  }

  end(): readonly Buffer[] {
    const full = this.cutter.add(this.cipher.final());
    const rest = this.cutter.rest();
    return [...(rest === undefined ? full : [...full, rest]).flatMap(octets), TAIL];
  }
}

function octets({ length, parts }: CutPiece): readonly Buffer[] {
  return [derHeader(TAG.octetString, length), ...parts];
}

function headOf(recipient: CertificateInfo, encryptedKey: Buffer, iv: Buffer): Buffer {
  const keyTransport = der(
    TAG.sequence,
    VERSION,
    der(TAG.sequence, recipient.issuer, recipient.serial),
    OAEP_SHA256,
    der(TAG.octetString, encryptedKey),
  );
  return Buffer.concat([
    ENVELOPE_OPEN,
    der(TAG.set, keyTransport),
    CONTENT_OPEN,
    der(TAG.sequence, AES_256_CBC, der(TAG.octetString, iv)),
    OCTETS_OPEN,
  ]);
}
