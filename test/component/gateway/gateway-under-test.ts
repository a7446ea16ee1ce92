import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createGateway } from '../../../apps/gateway/src/create-gateway.js';
import type { PersistenceConfig } from '#persistence/persistence.config.js';
import { lonelyEnvironment } from '../../support/lonely-environment.js';
import { dropSchemas, testDatabaseConfig } from '../../support/test-database.js';
import { TestBroker } from '../messaging/broker.js';

/** The real gateway on the real broker and database, with a prefix and a schema of its own; `stop` removes both. */
export class GatewayUnderTest {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly broker: TestBroker,
    readonly database: PersistenceConfig,
    private readonly documents: string,
  ) {}

  static async start(overrides: Readonly<Record<string, string>> = {}): Promise<GatewayUnderTest> {
    const broker = await TestBroker.connect();
    const database = testDatabaseConfig();
    const documents = await mkdtemp(join(tmpdir(), 'mf-gateway-'));
    const app = await createGateway({ ...environmentOf(broker, database, documents), ...overrides });
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    return new GatewayUnderTest(app, broker, database, documents);
  }

  get url(): string {
    const address = this.app.getHttpServer().address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `http://127.0.0.1:${String(address.port)}`;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.broker.remove();
    await dropSchemas(this.database);
    await rm(this.documents, { recursive: true, force: true });
  }
}

function environmentOf(broker: TestBroker, database: PersistenceConfig, documents: string): Record<string, string> {
  return {
    ...lonelyEnvironment({ amqpUrl: TestBroker.url, amqpPrefix: broker.prefix, database }),
    DOCUMENTS_DIR: documents,
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    SHUTDOWN_TIMEOUT_MS: '5000',
  };
}
