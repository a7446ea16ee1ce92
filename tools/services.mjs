#!/usr/bin/env node
import { progressTo, say } from './lib/progress.mjs';
import { ensureServices, ServiceUnavailable, servicesStatus, stopServices } from './lib/services.mjs';

/** npm run services -- up | status | down [--json] [--ways running,debian,docker,apt,own,npm] */
const USAGE = `npm run services -- up       finds or starts PostgreSQL and RabbitMQ, prints their URLs
npm run services -- status   tells what runs, starts nothing
npm run services -- down     stops what "up" started itself
  --json          the result as JSON on standard output
  --ways A,B      only these ways: configured, running, debian, docker, apt, own, npm`;

const COMMANDS = {
  async up(options) {
    const services = await ensureServices({ only: options.ways });
    return {
      result: services,
      text: [`DATABASE_URL=${services.databaseUrl}`, `AMQP_URL=${services.amqpUrl}`],
      code: 0,
    };
  },
  async status() {
    const services = await servicesStatus();
    const text = Object.entries(services).map(([name, service]) => {
      const state = service.running
        ? `runs at ${service.url}`
        : `is not running${service.text ? `: ${service.text}` : ''}`;
      return `${name} ${state}${service.startedByUs ? ' (started by us)' : ''}`;
    });
    return { result: services, text, code: Object.values(services).every((service) => service.running) ? 0 : 1 };
  },
  async down() {
    const stopped = await stopServices();
    return {
      result: { stopped },
      text: [stopped.length === 0 ? 'Nothing of ours was running.' : `Stopped ${stopped.join(' and ')}.`],
      code: 0,
    };
  },
};

const args = process.argv.slice(2);
const json = args.includes('--json');
const ways = args.includes('--ways') ? args[args.indexOf('--ways') + 1]?.split(',') : undefined;
const command = COMMANDS[args[0]];

if (command === undefined) {
  say(USAGE);
  process.exit(args[0] === undefined || args[0] === '--help' ? 0 : 2);
}
if (json) progressTo(process.stderr);
try {
  const { result, text, code } = await command({ ways });
  if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else for (const line of text) say(line);
  process.exit(code);
} catch (error) {
  process.stderr.write(`${error instanceof ServiceUnavailable ? error.message : error.stack}\n`);
  process.exit(1);
}
