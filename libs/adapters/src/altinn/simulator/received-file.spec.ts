import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { receive } from './received-file.js';

const CHUNK = Buffer.alloc(1024 * 1024, 7);

describe('receive', () => {
  it('keeps a small file, with both digests of it', async () => {
    const content = Buffer.from('innhold');
    expect(await receive('brev.pdf', Readable.from([content.subarray(0, 3), content.subarray(3)]))).toEqual({
      fileName: 'brev.pdf',
      size: content.length,
      md5: createHash('md5').update(content).digest('hex'),
      sha256: createHash('sha256').update(content).digest('hex'),
      isEicar: false,
      kept: content,
    });
  });

  it('hashes a large one to its end and keeps nothing of it', async () => {
    const chunks = function* (): Generator<Buffer> {
      for (let index = 0; index < 40; index += 1) yield CHUNK;
    };
    const hash = createHash('sha256');
    for (const chunk of chunks()) hash.update(chunk);
    const file = await receive('film.zip', Readable.from(chunks()));
    expect(file).toMatchObject({ size: 40 * CHUNK.length, sha256: hash.digest('hex') });
    expect(file.kept).toHaveLength(0);
  });

  it.each([1, 2, 7, 33, 34, 35, 100])('finds EICAR in chunks of %i bytes', async (length) => {
    const mark = Buffer.from('X5O!EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*');
    const chunks = function* (): Generator<Buffer> {
      yield CHUNK;
      for (let at = 0; at < mark.length; at += length) yield mark.subarray(at, at + length);
      yield CHUNK;
    };
    expect(await receive('brev.pdf', Readable.from(chunks()))).toMatchObject({ isEicar: true });
  });

  it('finds EICAR behind what is kept, and no part of it', async () => {
    const file = (mark: string): Promise<unknown> =>
      receive('film.zip', Readable.from([...Array.from({ length: 40 }, () => CHUNK), Buffer.from(mark)]));
    expect(await file('EICAR-STANDARD-ANTIVIRUS-TEST-FILE')).toMatchObject({ isEicar: true });
    expect(await file('EICAR-STANDARD-ANTIVIRUS-TEST')).toMatchObject({ isEicar: false });
  });
});
