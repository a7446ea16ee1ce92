import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { isUuid } from '#domain/identifiers.js';
import type { ContentKey } from './content-key.js';
import {
  cutIntoFrames,
  DocumentFrames,
  FRAME_BYTES,
  HEAD_BYTES,
  MAGIC,
  SALT_BYTES,
  TAG_BYTES,
} from './document-frames.js';
import { DocumentStore, type StoredDocument } from './document-store.port.js';
import { SealBroken } from './seal-broken.js';

/**
 * Documents as encrypted files, `<folder>/<first two characters>/<id>`. A document is there whole or not at all: it is
 * written beside its place, flushed, renamed, and the rename flushed too, because the letter that names it is
 * acknowledged right after.
 */
export class FileDocumentStore extends DocumentStore {
  constructor(private readonly folder: string) {
    super();
  }

  async put(id: string, content: Readable | Buffer, key: ContentKey): Promise<StoredDocument> {
    const path = this.pathOf(id);
    await this.makeFolder(dirname(path));
    const beside = `${path}.${randomUUID()}.tmp`;
    try {
      const stored = await writeDurably(beside, (file) => writeFrames(file, id, content, key));
      await rename(beside, path);
      await flushFolder(dirname(path));
      return stored;
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  }

  open(id: string, key: ContentKey): Readable {
    return Readable.from(readFrames(this.pathOf(id), id, key), { objectMode: false, highWaterMark: FRAME_BYTES });
  }

  async delete(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  private pathOf(id: string): string {
    if (!isUuid(id)) throw new RangeError('A document id is not a UUID; it becomes a file name and is nothing else.');
    const name = id.toLowerCase();
    return join(this.folder, name.slice(0, 2), name);
  }

  private async makeFolder(folder: string): Promise<void> {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await flushFolder(dirname(folder));
  }
}

async function writeDurably<Value>(path: string, write: (file: FileHandle) => Promise<Value>): Promise<Value> {
  const file = await open(path, 'wx', 0o600);
  try {
    const value = await write(file);
    await file.sync();
    return value;
  } finally {
    await file.close();
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeFrames(
  file: FileHandle,
  id: string,
  content: Readable | Buffer,
  key: ContentKey,
): Promise<StoredDocument> {
  const salt = randomBytes(SALT_BYTES);
  const frames = new DocumentFrames(id, key, salt);
  const digest = createHash('sha256');
  let size = 0;
  await file.writev([MAGIC, salt]);
  for await (const { bytes, position } of cutIntoFrames(Buffer.isBuffer(content) ? [content] : content)) {
    digest.update(bytes);
    size += bytes.length;
    await file.appendFile(Buffer.concat(frames.encrypt(bytes, position)));
  }
  return { size, sha256: digest.digest('hex') };
}

async function* readFrames(path: string, id: string, key: ContentKey): AsyncGenerator<Buffer> {
  const what = `document ${id}`;
  const file = await open(path, 'r').catch((error: unknown) => {
    throw isMissing(error) ? new SealBroken(what, 'NOT_FOUND') : error;
  });
  try {
    const head = await readExactly(file, HEAD_BYTES, 0, what);
    if (!head.subarray(0, MAGIC.length).equals(MAGIC)) throw new SealBroken(what, 'UNKNOWN_VERSION');
    const frames = new DocumentFrames(id, key, head.subarray(MAGIC.length));
    const { size } = await file.stat();
    let place = HEAD_BYTES;
    do {
      const length = Math.min(FRAME_BYTES + TAG_BYTES, size - place);
      if (length < TAG_BYTES) throw new SealBroken(what, 'CUT_OFF');
      const frame = await readExactly(file, length, place, what);
      place += length;
      yield authentic(() => frames.decrypt(frame, place === size ? 'last' : 'inner'), what);
    } while (place < size);
  } finally {
    await file.close();
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

function authentic(decrypt: () => Buffer, what: string): Buffer {
  try {
    return decrypt();
  } catch {
    throw new SealBroken(what, 'NOT_AUTHENTIC');
  }
}

/** A read may give less than was asked for. */
async function readExactly(file: FileHandle, length: number, from: number, what: string): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, from + filled);
    if (bytesRead === 0) throw new SealBroken(what, 'CUT_OFF');
    filled += bytesRead;
  }
  return buffer;
}
