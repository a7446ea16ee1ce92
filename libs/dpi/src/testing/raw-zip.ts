import { crc32, deflateRawSync, constants } from 'node:zlib';

/** An entry as an attacker writes it: what is said about it need not be so. */
export interface RawEntry {
  readonly name: string;
  /** As it stands in the file; deflated unless `stored`. */
  readonly data: Buffer;
  readonly stored?: boolean;
  /** Plain size that is declared. */
  readonly declared: number;
  /** Flags beside UTF-8: 1 = encrypted. */
  readonly flags?: number;
  /** Position of an earlier entry whose bytes this one shares. */
  readonly sharedWith?: number;
}

/** A ZIP with exactly these claims. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const places: number[] = [];
  const pieces: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    if (entry.sharedWith !== undefined) {
      places.push(places[entry.sharedWith] ?? 0);
      continue;
    }
    places.push(offset);
    const local = Buffer.concat([header(entry, 0x04034b50, 0), entry.data]);
    pieces.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries.map((entry, index) => header(entry, 0x02014b50, places[index] ?? 0)));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, directory, end]);
}

/** DEFLATE of `megabytes` of zeros, in a thousandth of that: one flushed segment, repeated. */
export function deflatedZeros(megabytes: number): Buffer {
  const segment = deflateRawSync(Buffer.alloc(1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
  const end = deflateRawSync(Buffer.alloc(0));
  return Buffer.concat([...Array.from({ length: megabytes }, () => segment), end]);
}

function header({ name, data, stored, declared, flags }: RawEntry, signature: number, place: number): Buffer {
  const inDirectory = signature === 0x02014b50;
  const encoded = Buffer.from(name, 'utf8');
  const head = Buffer.alloc(inDirectory ? 46 : 30);
  head.writeUInt32LE(signature, 0);
  const at = inDirectory ? 6 : 4;
  head.writeUInt16LE(20, at);
  head.writeUInt16LE(0x0800 | (flags ?? 0), at + 2);
  head.writeUInt16LE(stored === true ? 0 : 8, at + 4);
  head.writeUInt32LE(stored === true ? crc32(data) : 0, at + 10);
  head.writeUInt32LE(data.length, at + 14);
  head.writeUInt32LE(declared, at + 18);
  head.writeUInt16LE(encoded.length, at + 22);
  if (inDirectory) head.writeUInt32LE(place, 42);
  return Buffer.concat([head, encoded]);
}
