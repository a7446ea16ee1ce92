import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Published specifications beside the checkout (`shared/specs`), found upwards; specs that need them say so when they are not there. */
export function specsFolder(): string {
  let folder = process.cwd();
  for (;;) {
    const candidate = join(folder, 'shared', 'specs');
    if (existsSync(candidate) || dirname(folder) === folder) return candidate;
    folder = dirname(folder);
  }
}
