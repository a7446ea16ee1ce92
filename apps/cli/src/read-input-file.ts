import { readFile } from 'node:fs/promises';
import { CommandError } from './command-error.js';

/** The bytes of a file that the command names. Throws CommandError. */
export async function readInputFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new CommandError(`${path} cannot be read (${codeOf(cause)}).`, { cause });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
