import type { Letter } from '#domain/letter.js';
import { SealBroken } from './seal-broken.js';

interface Header {
  readonly letter: Letter;
  readonly inline: readonly { readonly id: string; readonly size: number }[];
}

const MAGIC = Buffer.from('MFL1', 'latin1');
const HEADER_AT = MAGIC.length + 4;

/**
 * What is sealed in the letter's row: the letter as JSON and its small documents as raw bytes, not base64, in one
 * buffer: `MFL1`, length of the JSON (4 bytes, big endian), the JSON, the documents in its order.
 */
export class LetterContent {
  /** `inline` by documentId. */
  static pack(letter: Letter, inline: ReadonlyMap<string, Buffer>): Buffer {
    const header: Header = { letter, inline: [...inline].map(([id, bytes]) => ({ id, size: bytes.length })) };
    const json = Buffer.from(JSON.stringify(header), 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(json.length);
    return Buffer.concat([MAGIC, length, json, ...inline.values()]);
  }

  /** The documents are views of `bytes`. Throws SealBroken when it is no such content. */
  static unpack(bytes: Buffer): { readonly letter: Letter; readonly inline: ReadonlyMap<string, Buffer> } {
    if (bytes.length < HEADER_AT || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
      throw new SealBroken('content', 'UNKNOWN_VERSION');
    }
    const documentsAt = HEADER_AT + bytes.readUInt32BE(MAGIC.length);
    const header = JSON.parse(bytes.toString('utf8', HEADER_AT, documentsAt), reviveDates) as Header;
    const inline = new Map<string, Buffer>();
    let place = documentsAt;
    for (const { id, size } of header.inline) {
      inline.set(id, bytes.subarray(place, place + size));
      place += size;
    }
    if (place !== bytes.length) throw new SealBroken('content', 'WRONG_LENGTH');
    return { letter: header.letter, inline };
  }
}

/** The letter's two instants; no other field of it has these names. */
const DATES: ReadonlySet<string> = new Set(['availableFrom', 'expiresAt']);

function reviveDates(name: string, value: unknown): unknown {
  return DATES.has(name) && typeof value === 'string' ? new Date(value) : value;
}
