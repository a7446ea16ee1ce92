import { APPS } from './sandbox-environment.mjs';
import { isFree } from './ports.mjs';
import { readPid, isAlive } from './process-files.mjs';

/**
 * Only for the first start by this command: a sandbox that died and is started again keeps its time, a stack that is
 * started anew begins at the machine's.
 */
const FIRST_START = { sandbox: { SANDBOX_CLOCK: 'now' } };

/**
 * Which instances a stack consists of: `[{ name, app, first, env, url, ports: [{ variable, port }] }]`. The sandbox first;
 * `gateways`/`receipts` further instances get their ports plus ten for each.
 */
export function planStack({ sandbox, gateways, receipts }, environment) {
  const counts = { sandbox: sandbox ? 1 : 0, gateway: gateways, receipts, console: 1 };
  return Object.entries(counts).flatMap(([app, count]) =>
    Array.from({ length: count }, (_, index) => instance(app, index, environment)),
  );
}

function instance(app, index, environment) {
  const name = index === 0 ? app : `${app}-${index + 1}`;
  const ports = Object.entries(APPS[app].ports).map(([variable, standard]) => ({
    variable,
    port: Number(environment[variable] ?? standard) + 10 * index,
  }));
  const env = {
    APP_INSTANCE: name,
    ...Object.fromEntries(ports.map(({ variable, port }) => [variable, String(port)])),
  };
  return { name, app, env, firstEnv: FIRST_START[app] ?? {}, ports, url: `http://127.0.0.1:${ports[0].port}` };
}

/** Throws when a port of the plan is taken; says so when it is by our own running stack. */
export async function refuseTakenPorts(plan) {
  const taken = [];
  for (const { name, ports } of plan) {
    for (const { variable, port } of ports) {
      if (!(await isFree(port))) taken.push(`  port ${port} (${name}) is taken; ${variable} changes it`);
    }
  }
  if (taken.length === 0) return;
  throw new Error(`The stack cannot start:\n${taken.join('\n')}`);
}

/** Throws when a stack of this repository runs already: two would share var/. */
export function refuseSecondStack() {
  const pid = readPid('stack');
  if (pid === undefined || pid === process.pid || !isAlive(pid)) return;
  throw new Error(`A stack of this repository runs already (process ${pid}). Stop it first: npm run stack -- --stop`);
}
