import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfirmedPublisher } from '#messaging/confirmed-publisher.js';
import { DatabaseProbe } from '#persistence/database.probe.js';
import type { Environment } from '#platform/load-config.js';
import { ReadinessRegistry } from '#platform/readiness.registry.js';
import { ReceiptsModule } from './receipts.module.js';
import { ReceiptRelay } from './relay/receipt-relay.service.js';

/** A call from a channel is an event of a few hundred bytes. */
const MOST_CALLBACK_BYTES = 256_000;

/** The receipts app with its schema migrated; `listen` starts its loops and its door. */
export async function createReceipts(environment: Environment): Promise<NestFastifyApplication> {
  const root = ReceiptsModule.forEnvironment(environment);
  const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), {
    bodyParser: false,
    abortOnError: false,
    logger: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_CALLBACK_BYTES }, (_request, body, done) => {
    done(null, body);
  });
  const readiness = app.get(ReadinessRegistry);
  const probe = app.get(DatabaseProbe);
  const publisher = app.get(ConfirmedPublisher);
  const relay = app.get(ReceiptRelay);
  readiness.register('database', async () => {
    await probe.check();
    return undefined;
  });
  readiness.register('broker', () => (publisher.status === 'up' ? undefined : 'receipts cannot be published'));
  readiness.register('relay', () => (relay.state === 'starting' ? 'nobody is known to lead the relay' : undefined));
  return app;
}
