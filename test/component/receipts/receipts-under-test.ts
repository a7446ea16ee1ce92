import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createReceipts } from '../../../apps/receipts/src/create-receipts.js';
import type { PersistenceConfig } from '#persistence/persistence.config.js';
import { lonelyEnvironment } from '../../support/lonely-environment.js';
import { TestBroker } from '../messaging/broker.js';

/** The real receipts app on the real broker and database, listening; the caller closes it. */
export async function startReceipts(
  broker: TestBroker,
  database: PersistenceConfig,
  amqpUrl = TestBroker.url,
): Promise<NestFastifyApplication> {
  const app = await createReceipts(lonelyEnvironment({ amqpUrl, amqpPrefix: broker.prefix, database }));
  await app.listen(0, '127.0.0.1');
  return app;
}
