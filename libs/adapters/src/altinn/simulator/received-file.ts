import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** A file that has been read: hashed to the end, kept up to a limit. */
export interface ReceivedFile {
  readonly fileName: string;
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
  /** Whether it has the EICAR test file in it, wherever. */
  readonly isEicar: boolean;
  /** Empty for a file that is larger than what is kept. */
  readonly kept: Buffer;
}

const EICAR = Buffer.from('EICAR-STANDARD-ANTIVIRUS-TEST-FILE');

/** Larger files are hashed and not kept. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** Reads the stream to its end. */
export async function receive(fileName: string, content: Readable): Promise<ReceivedFile> {
  const [md5, sha256] = [createHash('md5'), createHash('sha256')];
  let kept: Buffer[] = [];
  let size = 0;
  let isEicar = false;
  // The end of what has been read, since a chunk can end within the mark.
  let end = Buffer.alloc(0);
  for await (const chunk of content as AsyncIterable<Buffer>) {
    md5.update(chunk);
    sha256.update(chunk);
    size += chunk.length;
    const seen = Buffer.concat([end, chunk.subarray(0, EICAR.length)]);
    isEicar ||= seen.includes(EICAR) || chunk.includes(EICAR);
    end = Buffer.from(chunk.length < EICAR.length ? seen.subarray(-EICAR.length) : chunk.subarray(-EICAR.length));
    if (size <= KEPT_BYTES) kept.push(chunk);
    else kept = [];
  }
  return { fileName, size, md5: md5.digest('hex'), sha256: sha256.digest('hex'), isEicar, kept: Buffer.concat(kept) };
}
