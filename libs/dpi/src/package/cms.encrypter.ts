import { createHash } from 'node:crypto';
import type { CertificateInfo } from '../certificate/certificate-info.js';
import { CmsWriter, type CmsPass } from './cms.writer.js';

/**
 * A dokumentpakke ready to send.
 *
 * Its digest stands in the signed message, which goes before it, so the whole package must have been made before its
 * first byte is sent. Small ones, which nearly all are, are kept from that one pass. Large ones are made twice: the
 * first pass only counts and hashes, the second is the sending, with the same key, IV and encrypted key. That costs a
 * second signature and reading the documents again, and in return 50 MB need no 50 MB of memory, and there is no
 * temporary file, which would be a letter in the clear or a stranger's disk to fill, and which a crash would leave
 * behind. The second pass holds its last piece back until the digest is known to be the same; if it is not (a document
 * was changed in between), it throws, the post breaks off unfinished, and nobody can have accepted it.
 */
export interface SealedPackage {
  readonly size: number;
  /** Base64 SHA-256 of the CMS bytes: dokumentpakkefingeravtrykk. */
  readonly digest: string;
  /** The CMS bytes; each call is a pass of its own. Throws PackageChangedError, or what reading the documents throws. */
  pieces(): AsyncIterable<Buffer>;
}

/** The encrypted package is larger than the mailbox takes; known before anything was sent. */
export class PackageTooLargeError extends Error {
  constructor(readonly limitBytes: number) {
    super(`The encrypted package is larger than ${String(limitBytes)} bytes.`);
    this.name = 'PackageTooLargeError';
  }
}

/** The package came out differently when it was made again to be sent. */
export class PackageChangedError extends Error {
  constructor() {
    super('The dokumentpakke was not the same when it was made again to be sent; sending was broken off.');
    this.name = 'PackageChangedError';
  }
}

/** Encrypted packages up to this size are kept in memory from the first pass. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** Seals for one recipient; `content` is called once for each pass and must give the same bytes. Throws PackageTooLargeError. */
export async function sealPackage(
  content: () => AsyncIterable<Buffer>,
  recipient: CertificateInfo,
  limitBytes: number,
): Promise<SealedPackage> {
  const writer = new CmsWriter(recipient);
  const hash = createHash('sha256');
  const pass = writer.pass();
  const kept: Buffer[] = [];
  let size = 0;
  const take = (pieces: readonly Buffer[]): void => {
    for (const piece of pieces) {
      hash.update(piece);
      size += piece.length;
      if (size > limitBytes) throw new PackageTooLargeError(limitBytes);
      if (size <= KEPT_BYTES) kept.push(piece);
      else kept.length = 0;
    }
  };
  take([pass.head]);
  for await (const plain of content()) take(pass.add(plain));
  take(pass.end());
  const digest = hash.digest('base64');
  return {
    size,
    digest,
    pieces: () => (size > KEPT_BYTES ? again(writer.pass(), content(), digest) : inMemory(kept)),
  };
}

async function* again(pass: CmsPass, content: AsyncIterable<Buffer>, digest: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256').update(pass.head);
  yield pass.head;
  for await (const plain of content) {
    for (const piece of pass.add(plain)) {
      hash.update(piece);
      yield piece;
    }
  }
  const end = pass.end();
  for (const piece of end) hash.update(piece);
  if (hash.digest('base64') !== digest) throw new PackageChangedError();
  for (const piece of end) yield piece;
}

/** Not a generator: there is nothing to wait for. */
function inMemory(pieces: readonly Buffer[]): AsyncIterable<Buffer> {
  return {
    [Symbol.asyncIterator]: () => {
      const iterator = pieces[Symbol.iterator]();
      return { next: () => Promise.resolve(iterator.next()) };
    },
  };
}
