import { fromBuffer, getFileNameLowLevel, validateFileName, type Entry, type ZipFile } from 'yauzl';
import { ZipError } from './zip-problem.js';

/**
 * Reads a container that may be hostile. The whole directory is read and judged (names, number, declared sizes,
 * overlaps) before anything is inflated; then each entry is inflated, and stopped where it grows past its declared size.
 * So the work is bounded by what was declared and accepted: a bomb either says how large it is and is refused for it,
 * or lies and is stopped, or lets entries share their bytes and is refused for that.
 */
export interface ZipLimits {
  readonly maxEntries: number;
  readonly maxTotalBytes: number;
}

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

const LOCAL_HEADER_BYTES = 30;

/** All files in order of the directory; entries that are folders are left out. Throws ZipError. */
export async function readZip(archive: Buffer, limits: ZipLimits): Promise<readonly ZipEntry[]> {
  const zip = await openZip(archive);
  try {
    const entries = await readDirectory(zip, limits.maxEntries);
    const named = entries.map((entry) => ({ entry, name: nameOf(entry) }));
    checkSizes(entries, limits.maxTotalBytes);
    const files: ZipEntry[] = [];
    for (const { entry, name } of named) {
      if (!name.endsWith('/')) files.push({ name, bytes: await readEntry(zip, entry) });
      else if (entry.uncompressedSize > 0) throw new ZipError('CONTAINER_UNREADABLE', 'a folder with content');
    }
    checkUnique(files);
    return files;
  } finally {
    zip.close();
  }
}

function openZip(archive: Buffer): Promise<ZipFile> {
  // Names are judged here and not by yauzl, so that a bad one has a name of its own.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true };
  return new Promise((resolve, reject) => {
    fromBuffer(archive, options, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(unreadable(error));
    });
  });
}

function readDirectory(zip: ZipFile, maxEntries: number): Promise<readonly Entry[]> {
  if (zip.entryCount > maxEntries) {
    return Promise.reject(new ZipError('TOO_MANY_FILES', `more than ${String(maxEntries)} files`));
  }
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', (error: unknown) => {
      reject(unreadable(error));
    });
    zip.on('end', () => {
      resolve(entries);
    });
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  if (validateFileName(name) !== null || /\p{Cc}/u.test(name) || name === '') {
    throw new ZipError('UNSAFE_FILE_NAME', 'a file name that leads out of the container');
  }
  return name;
}

function checkSizes(entries: readonly Entry[], maxTotalBytes: number): void {
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > maxTotalBytes) {
    throw new ZipError('CONTAINER_TOO_LARGE', `unpacked more than ${String(maxTotalBytes)} bytes`);
  }
  const byPlace = [...entries].sort(
    (one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader,
  );
  let end = 0;
  for (const { relativeOffsetOfLocalHeader, fileNameRaw, compressedSize } of byPlace) {
    if (relativeOffsetOfLocalHeader < end) throw new ZipError('CONTAINER_UNREADABLE', 'entries that overlap');
    end = relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + fileNameRaw.length + compressedSize;
  }
}

/** Case does not count: recipients' systems do not tell `Kart.pdf` from `kart.pdf`. */
function checkUnique(files: readonly ZipEntry[]): void {
  const names = new Set(files.map(({ name }) => name.normalize('NFC').toLowerCase()));
  if (names.size !== files.length) throw new ZipError('DUPLICATE_FILE_NAME', 'two files of one name');
}

function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        reject(unreadable(error));
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', (cause) => {
        reject(unreadable(cause));
      });
      stream.on('end', () => {
        resolve(Buffer.concat(chunks));
      });
    });
  });
}

function unreadable(cause: unknown): ZipError {
  return new ZipError('CONTAINER_UNREADABLE', cause instanceof Error ? cause.message : 'unreadable', { cause });
}
