import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { varFolder } from './paths.mjs';
import { isAlive } from './process-files.mjs';
import { say } from './progress.mjs';
import { waitFor } from './wait.mjs';

const FIFTEEN_MINUTES = 900_000;

/**
 * Runs `action` while no other command in this repository runs one under the same name, so that two terminals do not
 * install or build into each other. The lock is a file with the owner's process id; a dead owner's does not count.
 */
export async function withLock(name, action) {
  const file = join(varFolder('run'), `${name}.lock`);
  let told = false;
  const locked = await waitFor(async () => {
    if (take(file)) return true;
    const owner = Number(read(file));
    if (!isAlive(owner)) rmSync(file, { force: true });
    else if (!told) say(`  waiting for another command's ${name} (process ${owner})`);
    told = true;
    return undefined;
  }, FIFTEEN_MINUTES);
  if (!locked)
    throw new Error(`another command has been busy with ${name} for 15 minutes; remove ${file} if that is wrong`);
  try {
    return await action();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
