import { postgresService } from './postgres-service.mjs';
import { say, step } from './progress.mjs';
import { queryPostgres } from './postgres-probe.mjs';
import { probeAmqp } from './amqp-probe.mjs';
import { rabbitmqService } from './rabbitmq-service.mjs';
import { readServices, rememberService } from './services-state.mjs';

const SERVICES = [postgresService, rabbitmqService];

/**
 * Finds or starts PostgreSQL and RabbitMQ. Returns `{ databaseUrl, amqpUrl, started: [names] }`; `started` are those
 * that this very call brought up. Throws ServiceUnavailable naming every way that was tried.
 * `only` limits the ways by name (for trying one of them); a `started` list of the caller's is filled as it goes, so
 * that a caller knows what to stop when the second service fails.
 */
export async function ensureServices({ only, started = [] } = {}) {
  const found = {};
  for (const service of SERVICES) {
    const result = await step(service.title, (update) => firstWay(service, only, update));
    found[service.name] = result.url;
    if (result.started === undefined) {
      await forgetWhenGone(service.name);
    } else {
      rememberService(service.name, { url: result.url, ...result.started });
      started.push(service.name);
    }
  }
  return { databaseUrl: found.postgres, amqpUrl: found.rabbitmq, started };
}

/** Stops what we started ourselves and nothing else; `names` limits it further. Returns the names that it stopped. */
export async function stopServices(names = SERVICES.map((service) => service.name)) {
  const stopped = [];
  for (const service of [...SERVICES].reverse()) {
    const record = readServices()[service.name];
    if (record === undefined || !names.includes(service.name)) continue;
    await step(`stopping ${service.title}`, () => service.stop(record));
    rememberService(service.name, undefined);
    stopped.push(service.name);
  }
  return stopped;
}

/** `{ postgres: { url, running, startedByUs, text? }, rabbitmq: … }`, without starting anything. */
export async function servicesStatus() {
  const status = {};
  for (const service of SERVICES) {
    const record = readServices()[service.name];
    const find = (name) => service.ways.find((way) => way.name === name).find(() => undefined);
    try {
      const result =
        (await probeRemembered(service.name, record)) ?? (await find('configured')) ?? (await find('running'));
      status[service.name] = {
        running: result !== undefined,
        url: result?.url ?? null,
        startedByUs: record !== undefined,
      };
    } catch (error) {
      status[service.name] = { running: false, url: null, startedByUs: record !== undefined, text: error.message };
    }
  }
  return status;
}

export class ServiceUnavailable extends Error {
  constructor(service, reasons) {
    const tried = reasons.map((reason) => `  tried ${reason.replaceAll('\n', '\n    ')}`);
    const ways = service.hints.map((hint) => `  - ${hint}`);
    super([`There is no ${service.title} to use.`, ...tried, 'Any one of these helps:', ...ways].join('\n'));
    this.name = 'ServiceUnavailable';
  }
}

async function firstWay(service, only, update) {
  const record = readServices()[service.name];
  const remembered =
    only === undefined && !process.env[service.variable] ? await probeRemembered(service.name, record) : undefined;
  if (remembered !== undefined) return remembered;
  const reasons = [];
  for (const way of service.ways) {
    if (only !== undefined && !only.includes(way.name)) continue;
    try {
      const result = await way.find(update);
      if (result !== undefined) return result;
    } catch (error) {
      reasons.push(`${way.name}: ${error.message}`);
      if (way.name === 'configured') say(`  ! ${error.message.split('\n')[0]}; looking further`);
    }
  }
  throw new ServiceUnavailable(service, reasons);
}

/** What an earlier run of ours started and is still up, also on a port of its own. */
async function probeRemembered(name, record) {
  if (record === undefined) return undefined;
  const answer = name === 'postgres' ? await queryPostgres(record.url, 'select 1') : await probeAmqp(record.url);
  return answer.kind === 'ok' ? { url: record.url } : undefined;
}

/** A record of a server that someone else has stopped is no reason to "stop" it again. */
async function forgetWhenGone(name) {
  const record = readServices()[name];
  if (record !== undefined && (await probeRemembered(name, record)) === undefined) rememberService(name, undefined);
}
