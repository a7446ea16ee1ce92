import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { deflatedZeros, rawZip, type RawEntry } from '../testing/raw-zip.js';
import { MAX_PACKAGE_BYTES } from './limits.js';
import { openContainer, openPackage } from './package.reader.js';
import { ZipError } from './zip-problem.js';
import { readZip, type ZipEntry } from './zip.reader.js';

const LIMITS = { maxEntries: 20, maxTotalBytes: 10_000_000 };
const MB = 1024 * 1024;

function stored(name: string, text = 'brev'): RawEntry {
  const data = Buffer.from(text);
  return { name, data, stored: true, declared: data.length };
}

async function read(zip: Buffer): Promise<readonly ZipEntry[] | string> {
  try {
    return await readZip(zip, LIMITS);
  } catch (error) {
    if (error instanceof ZipError) return error.problem;
    throw error;
  }
}

describe('a container that is an attack', () => {
  it('a good one is read, folders left out', async () => {
    const data = deflateRawSync(Buffer.from('kart'));
    const entries = [stored('META-INF/', ''), stored('brev.pdf'), { name: 'kart æ.pdf', data, declared: 4 }];
    expect(await read(rawZip(entries))).toEqual([
      { name: 'brev.pdf', bytes: Buffer.from('brev') },
      { name: 'kart æ.pdf', bytes: Buffer.from('kart') },
    ]);
  });

  it.each([
    '../brev.pdf',
    'mappe/../../brev.pdf',
    '..',
    '/etc/passwd',
    'C:\\brev.pdf',
    'C:brev.pdf',
    '..\\brev.pdf',
    'mappe\\brev.pdf',
    'brev.pdf\u0000.exe',
    'brev\n.pdf',
    '',
  ])('with the name %j', async (name) => {
    expect(await read(rawZip([stored('brev.pdf'), stored(name)]))).toBe('UNSAFE_FILE_NAME');
  });

  it.each([
    ['brev.pdf', 'brev.pdf'],
    ['Brev.pdf', 'brev.PDF'],
    ['blå.pdf', 'bla\u030A.pdf'],
  ])('with two files %s and %s', async (one, other) => {
    expect(await read(rawZip([stored(one), stored(other)]))).toBe('DUPLICATE_FILE_NAME');
  });

  it('with too many files, refused before any is read', async () => {
    const many = Array.from({ length: 21 }, (_, index) => ({ ...stored(`brev ${String(index)}.pdf`), flags: 1 }));
    expect(await read(rawZip(many))).toBe('TOO_MANY_FILES');
  });

  it('that says how large it gets, refused before anything is inflated', async () => {
    const zeros = deflatedZeros(1024);
    expect(zeros.length).toBeLessThan(2 * MB);
    const bomb = rawZip([{ name: 'brev.pdf', data: zeros, declared: 1024 * MB }]);
    expect(await read(bomb)).toBe('CONTAINER_TOO_LARGE');
    expect(await openContainer(bomb)).toEqual({ ok: false, error: 'CONTAINER_TOO_LARGE' });
  });

  it('that says it in many small files', async () => {
    const data = deflatedZeros(1);
    const files = Array.from({ length: 15 }, (_, at) => ({ name: `brev ${String(at)}.pdf`, data, declared: MB }));
    expect(await read(rawZip(files))).toBe('CONTAINER_TOO_LARGE');
  });

  it('that lies about it: 1 GB of zeros said to be 100 bytes, stopped early', async () => {
    const bomb = rawZip([{ name: 'brev.pdf', data: deflatedZeros(1024), declared: 100 }]);
    const before = process.memoryUsage().rss;
    const startedAt = performance.now();
    expect(await read(bomb)).toBe('CONTAINER_UNREADABLE');
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MB);
  });

  it('whose files share their bytes', async () => {
    const kernel: RawEntry = { name: 'brev.pdf', data: deflatedZeros(1), declared: MB };
    const shared = [1, 2, 3].map((at) => ({ ...kernel, name: `brev ${String(at)}.pdf`, sharedWith: 0 }));
    expect(await read(rawZip([kernel, ...shared]))).toBe('CONTAINER_UNREADABLE');
  });

  it.each([
    ['encrypted by ZIP', [{ ...stored('brev.pdf'), flags: 1 }]],
    ['declared shorter than it is', [{ ...stored('brev.pdf'), declared: 3 }]],
    ['a folder with content', [stored('mappe/')]],
    ['no DEFLATE', [{ name: 'brev.pdf', data: Buffer.from([0xff, 0xff, 0xff]), declared: 3 }]],
  ])('%s', async (_what, entries) => {
    expect(await read(rawZip(entries))).toBe('CONTAINER_UNREADABLE');
  });

  it('cut off or with turned bits: a named error or files, never a throw', async () => {
    const good = rawZip([stored('brev.pdf'), { name: 'kart.pdf', data: deflatedZeros(1), declared: MB }]);
    for (let length = 0; length < good.length; length += 7) {
      expect(await read(good.subarray(0, length))).toBe('CONTAINER_UNREADABLE');
    }
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(good.length * 8 - 1), { minLength: 1, maxLength: 4 }), async (bits) => {
        const bad = Buffer.from(good);
        for (const bit of bits) bad.writeUInt8(bad.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        await read(bad);
        const opened = await openContainer(bad);
        expect(opened.ok).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('any bytes at all are refused by name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await openContainer(Buffer.from(bytes))).toEqual({ ok: false, error: 'CONTAINER_UNREADABLE' });
      }),
      { numRuns: 200 },
    );
  });

  it('a package over 50 MB is refused before it is looked at', async () => {
    expect(await openPackage(Buffer.alloc(MAX_PACKAGE_BYTES + 1), '')).toEqual({
      ok: false,
      error: 'PACKAGE_TOO_LARGE',
    });
  });
});
