import { mustRun, run, which } from './run.mjs';

/** `['docker', 'compose']` or `['docker-compose']`, when an engine answers; else undefined. */
export async function composeCommand() {
  if (which('docker') === undefined) return undefined;
  const engine = await run('docker', ['info'], { timeoutMs: 10_000 });
  if (engine.code !== 0) return undefined;
  const plugin = await run('docker', ['compose', 'version'], { timeoutMs: 10_000 });
  if (plugin.code === 0) return ['docker', 'compose'];
  return which('docker-compose') === undefined ? undefined : ['docker-compose'];
}

/** Starts one service of docker-compose.yml; readiness is probed by the caller. */
export async function composeUp(compose, service, update) {
  const [command, ...args] = compose;
  await mustRun(command, [...args, 'up', '--detach', service], {
    timeoutMs: 600_000,
    onLine: (line) => update(line.slice(0, 60)),
  });
}

/** Stops it; its data volume stays. */
export async function composeStop(service) {
  const compose = await composeCommand();
  if (compose === undefined) throw new Error('the Docker engine does not answer');
  const [command, ...args] = compose;
  await mustRun(command, [...args, 'stop', service], { timeoutMs: 60_000 });
}
