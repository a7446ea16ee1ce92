import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Clock } from '#domain/clock.js';
import { AmqpConfig } from '#messaging/amqp.config.js';
import { AmqpLetterServer } from '#messaging/amqp-letter.server.js';
import { connectLetters } from '#messaging/connect-letters.js';
import { MessagingMetrics } from '#messaging/messaging-metrics.js';
import { DatabaseProbe } from '#persistence/database.probe.js';
import type { Environment } from '#platform/load-config.js';
import type { Logger } from '#platform/logger.js';
import { ReadinessRegistry } from '#platform/readiness.registry.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { GatewayModule } from './gateway.module.js';
import { useRawBodies } from './http/body-parsers.js';
import { ProblemFilter } from './http/problem.filter.js';

/** The gateway with both its doors built; `startAllMicroservices` and `listen` open them. */
export async function createGateway(environment: Environment): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    GatewayModule.forEnvironment(environment),
    new FastifyAdapter(),
    {
      bodyParser: false,
      abortOnError: false,
      logger: false,
    },
  );
  useRawBodies(app);
  // On the HTTP side alone: as APP_FILTER it would also catch the dead letters of the queue.
  app.useGlobalFilters(new ProblemFilter(app.get<Logger>(LOGGER)));
  const config = app.get(AmqpConfig);
  const server = new AmqpLetterServer({
    url: config.amqpUrl,
    prefix: config.amqpPrefix,
    organisations: app.get(SenderDirectory).organisationNumbers(),
    logger: app.get<Logger>(LOGGER),
    clock: app.get<Clock>(CLOCK),
    metrics: app.get(MessagingMetrics),
    prefetch: config.amqpPrefetch,
    priorityPrefetch: config.amqpPriorityPrefetch,
    maxMessageBytes: config.amqpMaxMessageBytes,
  });
  connectLetters(app, server);
  const readiness = app.get(ReadinessRegistry);
  const database = app.get(DatabaseProbe);
  readiness.register('database', () => database.check().then(() => undefined));
  readiness.register('broker', () => (server.health === 'up' ? undefined : 'the letter queues are not consumed'));
  return app;
}
