import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CommandError } from '../command-error.js';

export interface LetterFile {
  readonly name: string;
  readonly content: Buffer;
}

/** All files in order; `onProgress` hears of every piece. Throws CommandError for one that cannot be read. */
export async function readFiles(
  paths: readonly string[],
  onProgress: (name: string, doneBytes: number, allBytes: number) => void,
): Promise<readonly LetterFile[]> {
  const sizes = await Promise.all(paths.map(sizeOf));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  const files: LetterFile[] = [];
  for (const path of paths) {
    const name = basename(path);
    const pieces: Buffer[] = [];
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
      pieces.push(piece);
      done += piece.length;
      onProgress(name, done, all);
    }
    files.push({ name, content: Buffer.concat(pieces) });
  }
  return files;
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new CommandError(`${path} is not a file that can be read.`);
  return found.size;
}
