import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

/** What a container may hold: far above any real letter, far below what would hurt. */
export interface ZipLimits {
  readonly maxEntries: number;
  readonly maxTotalBytes: number;
}

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

export class ZipError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(`Not an acceptable container: ${message}`, options);
    this.name = 'ZipError';
  }
}

/** All entries in order of the directory. yauzl refuses absolute paths and `..`, and checks declared sizes. Throws ZipError. */
export async function readZip(archive: Buffer, limits: ZipLimits): Promise<readonly ZipEntry[]> {
  const zip = await openZip(archive);
  return new Promise((resolve, reject) => {
    const entries: ZipEntry[] = [];
    let total = 0;
    const fail = (message: string, cause?: unknown): void => {
      zip.close();
      reject(new ZipError(message, { cause }));
    };
    zip.on('error', (error: unknown) => {
      fail(error instanceof Error ? error.message : 'unreadable', error);
    });
    zip.on('end', () => {
      resolve(entries);
    });
    zip.on('entry', (entry: Entry) => {
      total += entry.uncompressedSize;
      if (total > limits.maxTotalBytes || entries.length >= limits.maxEntries) {
        fail('too many or too large entries');
        return;
      }
      readEntry(zip, entry).then(
        (bytes) => {
          entries.push({ name: entry.fileName, bytes });
          zip.readEntry();
        },
        (error: unknown) => {
          fail('an entry is damaged', error);
        },
      );
    });
    zip.readEntry();
  });
}

function openZip(archive: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(new ZipError(error.message, { cause: error }));
    });
  });
}

function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => {
        resolve(Buffer.concat(chunks));
      });
    });
  });
}
