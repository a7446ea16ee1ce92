import type { INestApplication, INestMicroservice } from '@nestjs/common';
import type { AmqpLetterServer } from './amqp-letter.server.js';
import { KeepErrorFilter } from './keep-error.filter.js';

/**
 * Adds the letter queue to an app; start it with `app.startAllMicroservices()`. The filter belongs to this transport
 * alone (`inheritAppConfig` off), so that the HTTP side keeps its own filters and pipes.
 */
export function connectLetters(app: INestApplication, server: AmqpLetterServer): INestMicroservice {
  const microservice = app.connectMicroservice({ strategy: server }, { inheritAppConfig: false });
  microservice.useGlobalFilters(new KeepErrorFilter());
  return microservice;
}
