import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository, varFolder } from './paths.mjs';
import { isAlive } from './process-files.mjs';
import { mustRun, which } from './run.mjs';
import { waitFor } from './wait.mjs';

/**
 * A RabbitMQ of our own from binaries that are there already, for when the system's server is down and we may not
 * start it: data, log and Erlang cookie in var/rabbitmq, a node name of its own, the loopback interface only.
 */
const NODE = 'meldingsformidler@localhost';
const DISTRIBUTION_OFFSET = 20_000;

/** The server script itself; Debian's /usr/sbin/rabbitmq-server is a wrapper that insists on the user rabbitmq. */
export function installedRabbitmq() {
  const folder = '/usr/lib/rabbitmq/lib';
  const versions = existsSync(folder) ? readdirSync(folder) : [];
  const debian = versions.map((version) => join(folder, version, 'sbin', 'rabbitmq-server')).find(existsSync);
  if (debian !== undefined) return debian;
  const onPath = which('rabbitmq-server');
  return onPath === undefined ? undefined : realpathSync(onPath);
}

/** Returns `{ port, pidFile }` for stopOwnRabbitmq. Does not wait until it is ready. */
export async function startOwnRabbitmq(server, port, update) {
  const folder = varFolder('rabbitmq');
  const pidFile = join(folder, 'server.pid');
  const settings = join(folder, 'rabbitmq-env.conf');
  writeFileSync(settings, '');
  writeFileSync(join(folder, 'enabled_plugins'), '[].\n');
  writeFileSync(join(folder, 'rabbitmq.conf'), `listeners.tcp.local = 127.0.0.1:${port}\n`);
  update(`starting on port ${port}`);
  await mustRun(server, ['-detached'], {
    cwd: folder,
    discardOutput: true,
    timeoutMs: 60_000,
    env: {
      ...process.env,
      HOME: folder,
      RABBITMQ_CONF_ENV_FILE: settings,
      RABBITMQ_NODENAME: NODE,
      RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
      RABBITMQ_MNESIA_BASE: join(folder, 'data'),
      RABBITMQ_LOG_BASE: join(folder, 'log'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
      RABBITMQ_PID_FILE: pidFile,
      RABBITMQ_NODE_PORT: String(port),
      // Beside the ephemeral range, and the same as the server's own rule where that fits.
      RABBITMQ_DIST_PORT: String(
        port + DISTRIBUTION_OFFSET > 65_535 ? port - DISTRIBUTION_OFFSET : port + DISTRIBUTION_OFFSET,
      ),
    },
  });
  return { port, pidFile };
}

/** SIGTERM is RabbitMQ's orderly stop. */
export async function stopOwnRabbitmq({ pidFile }) {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : Number.NaN;
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGTERM');
  const stopped = await waitFor(async () => (isAlive(pid) ? undefined : true), 60_000);
  if (!stopped)
    throw new Error(`RabbitMQ (process ${pid}, ${inRepository('var', 'rabbitmq')}) did not stop in a minute`);
}
