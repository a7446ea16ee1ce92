import { crc32 } from 'node:zlib';
import { ByteCutter, type CutPiece } from './byte-cutter.js';

/**
 * A ZIP written as a stream of pieces. Own code for one reason: documents are streamed, so their sizes come after them
 * (data descriptor), and Java's ZipInputStream, which mailbox providers use, accepts that only for DEFLATED entries.
 * Documents are therefore written as deflate "stored" blocks: deflated in form, copied in fact, because PDF and images
 * do not shrink and compressing them would only cost time. Entries whose bytes are known are plainly STORED.
 */
export class ZipWriter {
  private readonly directory: Buffer[] = [];
  private offset = 0;
  private readonly time: Buffer;

  /** `comment` goes on the archive and on its first entry, as the reference implementation does. */
  constructor(
    at: Date,
    private readonly comment: string,
  ) {
    this.time = dosTime(at);
  }

  /** An entry whose bytes are known, in one piece: what is written so is small, and pieces cost more than copies. */
  stored(name: string, bytes: Buffer): Buffer {
    const sizes = { crc: crc32(bytes), packed: bytes.length, plain: bytes.length };
    const entry = Buffer.concat([this.localHeader(name, 0, STORED, sizes), bytes]);
    this.record(name, 0, STORED, sizes, entry.length);
    return entry;
  }

  /** An entry of unknown size; `observe` sees every piece of the plain bytes. */
  async *streamed(
    name: string,
    content: AsyncIterable<unknown>,
    observe: (piece: Buffer) => void,
  ): AsyncGenerator<Buffer> {
    const header = this.localHeader(name, DESCRIPTOR, DEFLATED, { crc: 0, packed: 0, plain: 0 });
    yield header;
    const cutter = new ByteCutter(MAX_BLOCK);
    let crc = 0;
    let plain = 0;
    for await (const chunk of content) {
      const bytes = toBuffer(chunk);
      observe(bytes);
      crc = crc32(bytes, crc);
      plain += bytes.length;
      for (const piece of cutter.add(bytes)) for (const part of storedBlock(piece)) yield part;
    }
    const rest = cutter.rest();
    if (rest !== undefined) for (const part of storedBlock(rest)) yield part;
    const packed = plain + BLOCK_HEADER * Math.ceil(plain / MAX_BLOCK) + LAST_BLOCK.length;
    const sizes = { crc, packed, plain };
    yield Buffer.concat([LAST_BLOCK, descriptor(sizes)]);
    this.record(name, DESCRIPTOR, DEFLATED, sizes, header.length + packed + DESCRIPTOR_BYTES);
  }

  /** The central directory; nothing may follow. */
  end(): Buffer {
    const size = this.directory.reduce((sum, entry) => sum + entry.length, 0);
    const comment = Buffer.from(this.comment, 'utf8');
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.directory.length, 8);
    end.writeUInt16LE(this.directory.length, 10);
    end.writeUInt32LE(size, 12);
    end.writeUInt32LE(this.offset, 16);
    end.writeUInt16LE(comment.length, 20);
    return Buffer.concat([...this.directory, end, comment]);
  }

  private record(name: string, flags: number, method: number, sizes: Sizes, written: number): void {
    const encoded = Buffer.from(name, 'utf8');
    const comment = Buffer.from(this.directory.length === 0 ? this.comment : '', 'utf8');
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(MADE_BY_UNIX, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(UTF8 | flags, 8);
    entry.writeUInt16LE(method, 10);
    this.time.copy(entry, 12);
    writeSizes(entry, 16, sizes);
    entry.writeUInt16LE(encoded.length, 28);
    entry.writeUInt16LE(comment.length, 32);
    entry.writeUInt32LE(READABLE_FILE, 38);
    entry.writeUInt32LE(this.offset, 42);
    this.directory.push(Buffer.concat([entry, encoded, comment]));
    this.offset += written;
  }

  private localHeader(name: string, flags: number, method: number, sizes: Sizes): Buffer {
    const encoded = Buffer.from(name, 'utf8');
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(UTF8 | flags, 6);
    header.writeUInt16LE(method, 8);
    this.time.copy(header, 10);
    writeSizes(header, 14, sizes);
    header.writeUInt16LE(encoded.length, 26);
    return Buffer.concat([header, encoded]);
  }
}

interface Sizes {
  readonly crc: number;
  readonly packed: number;
  readonly plain: number;
}

/** Version 2.0, by Unix: when MS-DOS is said to have made it, Info-ZIP reads UTF-8 names in the code page of DOS. */
const MADE_BY_UNIX = 0x0314;
/** A regular file, rw-r--r--. */
const READABLE_FILE = 0o100644 * 0x10000;
const STORED = 0;
const DEFLATED = 8;
const UTF8 = 0x0800;
const DESCRIPTOR = 0x0008;
const DESCRIPTOR_BYTES = 16;
const MAX_BLOCK = 0xffff;
const BLOCK_HEADER = 5;
/** An empty stored block with the final bit. */
const LAST_BLOCK = Buffer.from([1, 0, 0, 0xff, 0xff]);

function storedBlock({ length, parts }: CutPiece): readonly Buffer[] {
  return [Buffer.from([0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff]), ...parts];
}

function descriptor(sizes: Sizes): Buffer {
  const bytes = Buffer.alloc(DESCRIPTOR_BYTES);
  bytes.writeUInt32LE(0x08074b50, 0);
  writeSizes(bytes, 4, sizes);
  return bytes;
}

function writeSizes(target: Buffer, offset: number, { crc, packed, plain }: Sizes): void {
  target.writeUInt32LE(crc, offset);
  target.writeUInt32LE(packed, offset + 4);
  target.writeUInt32LE(plain, offset + 8);
}

/** MS-DOS time and date, UTC, two-second steps. */
function dosTime(at: Date): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), 0);
  bytes.writeUInt16LE(((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(), 2);
  return bytes;
}

function toBuffer(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (chunk instanceof Uint8Array || typeof chunk === 'string') return Buffer.from(chunk as Uint8Array);
  throw new TypeError('A document stream must yield bytes.');
}
