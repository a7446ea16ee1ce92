import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository, wherever the command was called from. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A path inside the repository. */
export function inRepository(...parts) {
  return join(ROOT, ...parts);
}

/** A folder under var/ (git-ignored: everything that a run leaves behind), created when missing. */
export function varFolder(...parts) {
  const folder = join(ROOT, 'var', ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}
