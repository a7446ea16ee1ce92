import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LetterPacking } from './letter-packing.js';

/**
 * How much more memory the process has at its peak while one letter of nearly 50 MB is packed and written. The document
 * comes from a file, as from the document store, and the package goes to a file, as to a socket. Prints one JSON line,
 * in MB of 1024 x 1024 bytes; needs --expose-gc, so that what the warm-up left behind is not counted as free room.
 */
const DOCUMENT_BYTES = 49_900_000;
const SMALL_BYTES = 100 * 1024;
const WARM_UP_LETTERS = 20;
const SAMPLE_MS = 5;
const MB = 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'mf-bench-'));
try {
  const packing = new LetterPacking();
  const small = writtenDocument('small.pdf', SMALL_BYTES);
  const large = writtenDocument('large.pdf', DOCUMENT_BYTES);
  for (let letter = 0; letter < WARM_UP_LETTERS; letter += 1) await packAndWrite(packing, small);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, SAMPLE_MS);
  const packageBytes = await packAndWrite(packing, large);
  clearInterval(sampling);
  const result = { packageMb: Math.round(packageBytes / MB), extraMb: Math.round((peak - before) / MB) };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

async function packAndWrite(packing: LetterPacking, document: ReturnType<typeof writtenDocument>): Promise<number> {
  const { message } = await packing.pack(packing.order(document));
  await pipeline(Readable.from(message.package.pieces()), createWriteStream(join(folder, 'package.cms')));
  return message.package.size;
}

/** The random bytes are made and hashed in pieces: the measured process must never have held them. */
function writtenDocument(name: string, size: number): { size: number; sha256: string; open: () => Readable } {
  const file = join(folder, name);
  const hash = createHash('sha256');
  for (let written = 0; written < size; written += MB) {
    const piece = randomBytes(Math.min(MB, size - written));
    hash.update(piece);
    writeFileSync(file, piece, { flag: 'a' });
  }
  return { size, sha256: hash.digest('hex'), open: () => createReadStream(file) };
}
