import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRepository, ROOT } from './paths.mjs';

const SOURCE_FOLDERS = ['apps', 'libs', 'test'];
const SKIPPED = new Set(['node_modules', 'dist', 'web']);
const ALSO = ['tsconfig.json', 'package.json', 'package-lock.json'];

/** One hash over path, size and modification time of everything the compiler reads: a stat, no file is opened. */
export function buildFingerprint() {
  const hash = createHash('sha256').update(process.version);
  const sources = SOURCE_FOLDERS.flatMap((folder) => filesIn(inRepository(folder), '.ts'));
  for (const file of [...sources.sort(), ...ALSO.map((name) => inRepository(name))]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(ROOT, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * Removes compiled files whose source is gone: the provider folders are found by scan, so a stale one would live on.
 * When anything goes, the compiler's incremental record goes too.
 */
export function pruneDist() {
  for (const folder of SOURCE_FOLDERS) {
    for (const compiled of filesIn(inRepository('dist', folder), '.js')) {
      const source = inRepository(relative(inRepository('dist'), compiled).replace(/\.js$/, '.ts'));
      if (existsSync(source)) continue;
      rmSync(compiled);
      rmSync(`${compiled}.map`, { force: true });
      rmSync(inRepository('dist', '.tsbuildinfo'), { force: true });
    }
  }
}

function filesIn(folder, extension) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesIn(join(folder, entry.name), extension);
    return entry.name.endsWith(extension) ? [join(folder, entry.name)] : [];
  });
}
