import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { varFolder } from './paths.mjs';

/**
 * var/run/<name>.pid: who runs. A process id alone may by now be somebody else's, so an id counts only while its
 * command line holds the script that it was started with (where the system tells; else the id has to do).
 */
export function writePid(name, pid) {
  writeFileSync(join(varFolder('run'), `${name}.pid`), `${pid}\n`);
}

/** Removes the file, but not one that a newer process has written since. */
export function removePid(name, pid) {
  if (readPid(name) === pid) rmSync(join(varFolder('run'), `${name}.pid`), { force: true });
}

export function readPid(name) {
  try {
    return Number(readFileSync(join(varFolder('run'), `${name}.pid`), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The process ids on file of live processes whose command line holds `script`: `[{ name, pid }]`. */
export function livingProcesses(script) {
  return readdirSync(varFolder('run'))
    .filter((file) => file.endsWith('.pid'))
    .map((file) => ({ name: file.slice(0, -4), pid: readPid(file.slice(0, -4)) }))
    .filter(({ pid }) => isAlive(pid) && commandLine(pid).includes(script));
}

/** A zombie does not count: it holds no port and no file. */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isZombie(pid) {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return process.platform === 'linux' ? '' : 'dist/apps tools/stack.mjs';
  }
}
