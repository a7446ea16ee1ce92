import { existsSync } from 'node:fs';
import { isRoot, mustRun, run, which } from './run.mjs';
import { inRepository, varFolder } from './paths.mjs';
import { join } from 'node:path';

const TEN_MINUTES = 600_000;
let listsAreFresh = false;

/** Whether this is Debian or Ubuntu and we may install packages. */
export function canInstallPackages() {
  return isRoot() && which('apt-get') !== undefined && existsSync('/etc/debian_version');
}

/** Installs one package without asking anything. `update` is told what happens; its daemon starts with `environment`. */
export async function installPackage(name, update, environment = process.env) {
  const options = {
    cwd: inRepository(),
    env: { ...environment, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    timeoutMs: TEN_MINUTES,
    onLine: (line) => update(line.slice(0, 60)),
  };
  if (!listsAreFresh) {
    // An outdated mirror list is no reason to stop: the install below says it better.
    await run('apt-get', ['update'], { ...options, logFile: join(varFolder('log'), 'apt-update.log') });
    listsAreFresh = true;
  }
  await mustRun('apt-get', ['install', '-y', '--no-install-recommends', name], {
    ...options,
    logFile: join(varFolder('log'), `apt-${name}.log`),
  });
}
