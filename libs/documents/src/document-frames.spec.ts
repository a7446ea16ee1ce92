import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutIntoFrames, DocumentFrames, FRAME_BYTES } from './document-frames.js';

async function cut(chunks: readonly Buffer[]): Promise<{ bytes: Buffer; position: string }[]> {
  const frames = [];
  for await (const { bytes, position } of cutIntoFrames(chunks)) frames.push({ bytes: Buffer.from(bytes), position });
  return frames;
}

describe('cutIntoFrames', () => {
  it.each([
    [0, [0]],
    [1, [1]],
    [FRAME_BYTES, [FRAME_BYTES]],
    [FRAME_BYTES + 1, [FRAME_BYTES, 1]],
    [2 * FRAME_BYTES, [FRAME_BYTES, FRAME_BYTES]],
  ])('cuts %d bytes and marks the last frame only', async (size, lengths) => {
    const frames = await cut([randomBytes(size)]);
    expect(frames.map((frame) => frame.bytes.length)).toEqual(lengths);
    expect(frames.map((frame) => frame.position)).toEqual([...lengths.slice(1).map(() => 'inner'), 'last']);
  });

  it('keeps every byte in order however the stream is chunked', async () => {
    const chunks = fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(chunks, async (sizes) => {
        const content = sizes.map((size) => randomBytes(size));
        const frames = await cut(content);
        expect(Buffer.concat(frames.map((frame) => frame.bytes)).equals(Buffer.concat(content))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('DocumentFrames', () => {
  const key = { bytes: randomBytes(32) };
  const salt = randomBytes(32);
  const id = randomUUID();
  const encryptor = new DocumentFrames(id, key, salt);
  const frames = [
    Buffer.concat(encryptor.encrypt(Buffer.from('one'), 'inner')),
    Buffer.concat(encryptor.encrypt(Buffer.from('two'), 'inner')),
    Buffer.concat(encryptor.encrypt(Buffer.from('end'), 'last')),
  ] as const;

  it('opens its frames in order', () => {
    const decryptor = new DocumentFrames(id, key, salt);
    expect(decryptor.decrypt(frames[0], 'inner').toString()).toBe('one');
    expect(decryptor.decrypt(frames[1], 'inner').toString()).toBe('two');
    expect(decryptor.decrypt(frames[2], 'last').toString()).toBe('end');
  });

  it('refuses a frame in another place, one that was made the last, and the last one made an inner one', () => {
    expect(() => new DocumentFrames(id, key, salt).decrypt(frames[1], 'inner')).toThrow();
    expect(() => new DocumentFrames(id, key, salt).decrypt(frames[0], 'last')).toThrow();
    const decryptor = new DocumentFrames(id, key, salt);
    decryptor.decrypt(frames[0], 'inner');
    decryptor.decrypt(frames[1], 'inner');
    expect(() => decryptor.decrypt(frames[2], 'inner')).toThrow();
  });

  it('refuses the frames of another document, key or writing', () => {
    expect(() => new DocumentFrames(randomUUID(), key, salt).decrypt(frames[0], 'inner')).toThrow();
    expect(() => new DocumentFrames(id, { bytes: randomBytes(32) }, salt).decrypt(frames[0], 'inner')).toThrow();
    expect(() => new DocumentFrames(id, key, randomBytes(32)).decrypt(frames[0], 'inner')).toThrow();
  });
});
