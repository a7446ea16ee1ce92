import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { ContentKey } from './content-key.js';

/**
 * The encrypted form of a document, so that gigabytes pass through 64 KiB of memory and no plain byte leaves before it
 * is authenticated: head = `MFD1` and a salt (32 bytes), then frames of 64 KiB of AES-256-GCM ciphertext with its tag;
 * the last one may be shorter, also empty.
 *
 * Each document has a key of its own, derived from the letter's key, the salt and the document's id: frames of
 * another document or of an earlier writing of the same one do not fit. The nonce is the frame's number and a byte that
 * is 1 on the last frame only (the STREAM construction), so frames that are moved, repeated, left out or cut off fail.
 */
export const FRAME_BYTES = 64 * 1024;
export const TAG_BYTES = 16;
export const SALT_BYTES = 32;
export const MAGIC = Buffer.from('MFD1', 'latin1');
export const HEAD_BYTES = MAGIC.length + SALT_BYTES;

const ALGORITHM = 'aes-256-gcm';

/** Encrypts and decrypts the frames of one document, one after the other. */
export class DocumentFrames {
  private readonly key: Buffer;
  private number = 0;

  constructor(id: string, key: ContentKey, salt: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', key.bytes, salt, `meldingsformidler document 1 ${id.toLowerCase()}`, 32));
  }

  /** Ciphertext and tag. */
  encrypt(plain: Buffer, position: FramePosition): readonly [Buffer, Buffer] {
    const cipher = createCipheriv(ALGORITHM, this.key, this.nextNonce(position), { authTagLength: TAG_BYTES });
    const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
    return [encrypted, cipher.getAuthTag()];
  }

  /** Throws when the frame is not the one that belongs here. */
  decrypt(frame: Buffer, position: FramePosition): Buffer {
    const decipher = createDecipheriv(ALGORITHM, this.key, this.nextNonce(position), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(frame.subarray(frame.length - TAG_BYTES));
    return Buffer.concat([decipher.update(frame.subarray(0, frame.length - TAG_BYTES)), decipher.final()]);
  }

  private nextNonce(position: FramePosition): Buffer {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(this.number, 7);
    nonce[11] = position === 'last' ? 1 : 0;
    this.number += 1;
    return nonce;
  }
}

export type FramePosition = 'inner' | 'last';

/**
 * Cuts a stream of any chunks into frames. The bytes are a buffer that is used again for the next frame. A full frame
 * is held back until it is known whether it is the last.
 */
export async function* cutIntoFrames(
  content: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<{ readonly bytes: Buffer; readonly position: FramePosition }> {
  const frame = Buffer.allocUnsafe(FRAME_BYTES);
  let filled = 0;
  for await (const chunk of content) {
    let taken = 0;
    while (taken < chunk.length) {
      if (filled === FRAME_BYTES) {
        yield { bytes: frame, position: 'inner' };
        filled = 0;
      }
      const copied = chunk.copy(frame, filled, taken);
      filled += copied;
      taken += copied;
    }
  }
  yield { bytes: frame.subarray(0, filled), position: 'last' };
}
