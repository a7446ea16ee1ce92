import { existsSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import { probeAmqp } from './amqp-probe.mjs';
import { canInstallPackages, installPackage } from './apt.mjs';
import { composeCommand, composeStop, composeUp } from './docker.mjs';
import { freePort, isListening } from './ports.mjs';
import { isAlive } from './process-files.mjs';
import { installedRabbitmq, startOwnRabbitmq, stopOwnRabbitmq } from './rabbitmq-own.mjs';
import { isRoot, mustRun, run, which } from './run.mjs';
import { waitFor } from './wait.mjs';

/**
 * The ways to a RabbitMQ, in order; the same shape as postgresService. Streams need 3.9 or newer.
 */
const READY_MS = 120_000;
const OLDEST = [3, 9];
const EPMD_PORT = 4369;

const port = () => Number(process.env.RABBITMQ_NODE_PORT ?? 5672);
const localUrl = (number) => `amqp://guest:guest@127.0.0.1:${number}`;

export const rabbitmqService = {
  name: 'rabbitmq',
  title: 'RabbitMQ',
  variable: 'AMQP_URL',
  ways: [
    { name: 'configured', find: configured },
    { name: 'running', find: running },
    { name: 'debian', find: debian },
    { name: 'docker', find: docker },
    { name: 'apt', find: apt },
    { name: 'own', find: own },
  ],
  stop,
  hints: [
    'set AMQP_URL to a virtual host that the user may configure, write and read in',
    'start a RabbitMQ (3.9 or newer) on 127.0.0.1:5672 with the user guest',
    'start a Docker engine: docker-compose.yml has everything',
    'on Debian or Ubuntu run this as root: it installs the packages',
  ],
};

async function configured() {
  const url = process.env.AMQP_URL;
  if (!url) return undefined;
  await ready(url, 'AMQP_URL is set, but its broker', 10_000);
  return { url };
}

async function running() {
  if (!(await isListening(port()))) return undefined;
  const url = localUrl(port());
  await ready(url, `a broker on 127.0.0.1:${port()} answers, but`);
  return { url };
}

/** The package is installed, the server is down. */
async function debian(update) {
  if (!isRoot() || !existsSync('/usr/lib/rabbitmq') || which('rabbitmq-server') === undefined) return undefined;
  // A second server of the package would fight over its node name; a port of one's own means a node of one's own.
  if (port() !== 5672) return undefined;
  const started = { how: 'debian', epmd: !(await isListening(EPMD_PORT)), nodename: await nodeName() };
  const env = withNode(started);
  update('starting the server');
  const result = await run('rabbitmq-server', ['-detached'], { env, discardOutput: true, timeoutMs: 60_000 });
  if (result.code !== 0 && which('service') !== undefined)
    await run('service', ['rabbitmq-server', 'start'], { env, discardOutput: true, timeoutMs: 120_000 });
  const url = localUrl(port());
  await ready(url, 'RabbitMQ was started, but');
  return { url, started };
}

async function docker(update) {
  const compose = await composeCommand();
  if (compose === undefined) return undefined;
  await composeUp(compose, 'rabbitmq', update);
  const url = localUrl(port());
  await ready(url, 'the container was started, but');
  return { url, started: { how: 'docker' } };
}

async function apt(update) {
  if (!canInstallPackages()) return undefined;
  const started = { how: 'debian', epmd: !(await isListening(EPMD_PORT)), nodename: await nodeName() };
  await installPackage('rabbitmq-server', update, withNode(started));
  // The package starts its server, unless this is a container whose policy forbids it.
  const listening = await waitFor(async () => ((await isListening(port())) ? true : undefined), 5_000);
  if (!listening) return debian(update);
  const url = localUrl(port());
  await ready(url, 'RabbitMQ was installed, but');
  return { url, started };
}

async function own(update) {
  const server = installedRabbitmq();
  if (server === undefined) return undefined;
  const epmd = !(await isListening(EPMD_PORT));
  const started = { how: 'own', epmd, ...(await startOwnRabbitmq(server, await freePort(port()), update)) };
  const url = localUrl(started.port);
  await ready(url, 'RabbitMQ was started, but');
  return { url, started };
}

async function stop(record) {
  if (record.how === 'docker') return composeStop('rabbitmq');
  if (record.how === 'own') await stopOwnRabbitmq(record);
  else await stopDebian(withNode(record));
  // The name daemon comes up with the first node; it refuses to go while another node is registered.
  if (record.epmd) await run('epmd', ['-kill'], { timeoutMs: 10_000 });
}

/** Returns when the process is gone, not when it has promised to go. */
async function stopDebian(env) {
  const { stdout } = await run('rabbitmqctl', ['eval', 'list_to_integer(os:getpid()).'], { env, timeoutMs: 30_000 });
  await mustRun('rabbitmqctl', ['stop'], { env, timeoutMs: 90_000 });
  await waitFor(async () => (isAlive(Number(stdout)) ? undefined : true), 30_000);
}

/** Waits for the whole AMQP handshake: the port listens before the broker lets anyone in. */
async function ready(url, subject, timeoutMs = READY_MS) {
  let last = { text: 'no answer' };
  const answer = await waitFor(
    async () => {
      last = await probeAmqp(url);
      // While it boots, a broker refuses users that it has not read yet.
      return last.kind === 'ok' || last.kind === 'not-amqp' ? last : undefined;
    },
    subject.includes('answers') ? 30_000 : timeoutMs,
  );
  if (answer?.kind !== 'ok') throw new Error(`${subject} says: ${last.text}`);
  const [major, minor] = (answer.version ?? '').split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Error(`${subject} is RabbitMQ ${answer.version}; streams need ${OLDEST.join('.')} or newer`);
  }
}

/** Erlang needs a host name that resolves; a container's often does not. Undefined = the package's own setting. */
async function nodeName() {
  if (existsSync('/etc/rabbitmq/rabbitmq-env.conf')) {
    const own = await run('grep', ['-qE', '^(RABBITMQ_)?NODENAME=', '/etc/rabbitmq/rabbitmq-env.conf']);
    if (own.code === 0) return undefined;
  }
  const resolves = await lookup(hostname()).then(
    () => true,
    () => false,
  );
  return resolves ? undefined : 'rabbit@localhost';
}

function withNode({ nodename }) {
  return nodename === undefined ? process.env : { ...process.env, RABBITMQ_NODENAME: nodename };
}
