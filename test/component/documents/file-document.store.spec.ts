import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileDocumentStore } from '#documents/file-document.store.js';

const FRAME = 64 * 1024;
const HEAD = 36;
const SEALED_FRAME = FRAME + 16;

describe('FileDocumentStore', () => {
  const key = { bytes: randomBytes(32) };
  let folder: string;
  let store: FileDocumentStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mf-documents-'));
    store = new FileDocumentStore(folder);
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  function fileOf(id: string): string {
    return join(folder, id.slice(0, 2), id);
  }

  async function stored(content: Buffer): Promise<string> {
    const id = randomUUID();
    await store.put(id, content, key);
    return id;
  }

  async function tampered(content: Buffer, change: (file: Buffer) => Buffer): Promise<string> {
    const id = await stored(content);
    await writeFile(fileOf(id), change(await readFile(fileOf(id))));
    return id;
  }

  it.each([0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 1_000_003])('gives back %d bytes', async (size) => {
    const content = randomBytes(size);
    const id = randomUUID();
    const chunks = Readable.from([content.subarray(0, 10), content.subarray(10)], { objectMode: false });
    expect(await store.put(id, chunks, key)).toEqual({
      size,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect((await buffer(store.open(id, key))).equals(content)).toBe(true);
  });

  it('holds nothing in the clear', async () => {
    const id = await stored(Buffer.from('a decision about someone'.repeat(100)));
    expect((await readFile(fileOf(id))).includes('a decision')).toBe(false);
  });

  it.each([
    ['cut off within a frame', (file: Buffer) => file.subarray(0, file.length - 7)],
    ['cut off between frames', (file: Buffer) => file.subarray(0, HEAD + SEALED_FRAME)],
    ['cut off within the head', (file: Buffer) => file.subarray(0, 20)],
    ['with nothing but its head', (file: Buffer) => file.subarray(0, HEAD)],
    [
      'with two frames exchanged',
      (file: Buffer) =>
        Buffer.concat([
          file.subarray(0, HEAD),
          file.subarray(HEAD + SEALED_FRAME, HEAD + 2 * SEALED_FRAME),
          file.subarray(HEAD, HEAD + SEALED_FRAME),
          file.subarray(HEAD + 2 * SEALED_FRAME),
        ]),
    ],
    ['with bytes after its end', (file: Buffer) => Buffer.concat([file, Buffer.alloc(20)])],
  ])('errors on a document %s', async (_what, change) => {
    const id = await tampered(randomBytes(2 * FRAME + 100), change);
    await expect(buffer(store.open(id, key))).rejects.toThrow('cannot be opened');
  });

  it('errors on any flipped bit', async () => {
    const id = await stored(randomBytes(50));
    const file = await readFile(fileOf(id));
    for (let at = 0; at < file.length; at += 1) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(fileOf(id), changed);
      await expect(buffer(store.open(id, key))).rejects.toThrow('cannot be opened');
    }
  });

  it('errors on another document in its place', async () => {
    const [id, other] = [await stored(Buffer.from('mine')), await stored(Buffer.from('theirs'))];
    await writeFile(fileOf(id), await readFile(fileOf(other)));
    await expect(buffer(store.open(id, key))).rejects.toThrow('NOT_AUTHENTIC');
  });

  it('leaves nothing behind when the content breaks off', async () => {
    const id = randomUUID();
    const broken = Readable.from(
      (function* () {
        yield randomBytes(FRAME * 2);
        throw new Error('the sender went away');
      })(),
    );
    await expect(store.put(id, broken, key)).rejects.toThrow('the sender went away');
    expect((await readdir(join(folder, id.slice(0, 2)))).filter((name) => name.startsWith(id))).toEqual([]);
    await expect(buffer(store.open(id, key))).rejects.toThrow('NOT_FOUND');
  });

  it('deletes, also what is not there', async () => {
    const id = await stored(Buffer.from('gone'));
    await store.delete(id);
    await store.delete(id);
    await expect(buffer(store.open(id, key))).rejects.toThrow('NOT_FOUND');
  });

  it('takes nothing but a UUID as a name', () => {
    expect(() => store.open('../../etc/passwd', key)).toThrow(RangeError);
  });
});
