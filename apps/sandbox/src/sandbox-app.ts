import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { FaultSwitches } from '#channels/simulation/fault-switches.js';
import { SimulationHost } from '#channels/simulation/simulation-host.js';
import { AppConfig } from '#platform/app-config.js';
import { ConfigurationError } from '#platform/config-error.js';
import { loadConfig, type Environment } from '#platform/load-config.js';
import { createLogger } from '#platform/logger.js';
import { SandboxConfig } from './sandbox.config.js';
import { SandboxModule } from './sandbox.module.js';

/** Longer than any client keeps an idle socket, so that none is closed just as it is about to be used. */
const KEEP_ALIVE_MS = 75_000;

/** Errors of the boot are thrown to main, which logs them; bodies are read by the parser below. */
const NEST_OPTIONS = { logger: false, abortOnError: false, bodyParser: false } as const;

/**
 * Builds the sandbox and listens. One server for all: paths of the simulated services go to the simulation host, which
 * may hold or kill a socket as a fault demands, everything else (`/control`, health, metrics) to Nest.
 */
export async function startSandbox(environment: Environment): Promise<NestFastifyApplication> {
  const base = loadConfig(AppConfig, environment);
  if (base.mfEnvironment !== 'sandbox') {
    throw new ConfigurationError([
      { name: 'MF_ENVIRONMENT', rule: 'must be "sandbox" for the sandbox to start; it never belongs in production' },
    ]);
  }
  const { sandboxPort } = loadConfig(SandboxConfig, environment);
  const logger = createLogger('sandbox', base.logLevel);
  const faults = new FaultSwitches();
  const host = new SimulationHost({
    faults,
    log: (event, details) => {
      logger.warn({ event, ...details }, event);
    },
  });
  const adapter = new FastifyAdapter({
    forceCloseConnections: true,
    serverFactory: (handler: RequestListener) => {
      const server = createServer((request: IncomingMessage, response: ServerResponse) => {
        if (host.serves(pathOf(request))) void host.handle(request, response);
        else handler(request, response);
      });
      server.keepAliveTimeout = KEEP_ALIVE_MS;
      return server;
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    SandboxModule.forRoot({ environment, host, faults }),
    adapter,
    NEST_OPTIONS,
  );
  acceptJsonUnderAnyName(adapter);
  app.enableShutdownHooks();
  await app.listen(sandboxPort, base.bindAddress);
  logger.info({ event: 'listening', port: sandboxPort }, 'the sandbox listens');
  return app;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/** Scripts often post JSON without saying so; nothing else is ever posted to /control. */
function acceptJsonUnderAnyName(adapter: FastifyAdapter): void {
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    const text = String(body);
    try {
      done(null, text === '' ? undefined : JSON.parse(text));
    } catch (error) {
      done(Object.assign(new Error('not JSON', { cause: error }), { statusCode: 400 }), undefined);
    }
  });
}
