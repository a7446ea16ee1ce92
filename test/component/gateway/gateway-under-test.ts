import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createGateway } from '../../../apps/gateway/src/create-gateway.js';
import type { PersistenceConfig } from '#persistence/persistence.config.js';
import { dropSchemas, testDatabaseConfig } from '../../support/test-database.js';
import { TestBroker } from '../messaging/broker.js';

/** Nothing listens there: the registers are away, so letters are taken in and wait. */
const NOWHERE = 'http://127.0.0.1:9';

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
    AMQP_URL: TestBroker.url,
    AMQP_PREFIX: broker.prefix,
    DATABASE_URL: database.url,
    DATABASE_SCHEMA: database.schema,
    DATABASE_POOL_SIZE: '5',
    LOG_LEVEL: 'fatal',
    MF_ENVIRONMENT: 'sandbox',
    SENDERS_FILE: 'config/sandbox/senders.yaml',
    ROUTING_FILE: 'config/routing.yaml',
    CHANNELS_FILE: 'config/channels.yaml',
    CERTIFICATES_DIR: 'config/certificates',
    DOCUMENTS_DIR: documents,
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    MASKINPORTEN_ISSUER: `${NOWHERE}/maskinporten/`,
    MASKINPORTEN_TOKEN_URL: `${NOWHERE}/maskinporten/token`,
    MASKINPORTEN_JWKS_URL: `${NOWHERE}/maskinporten/jwk`,
    MASKINPORTEN_CLIENT_ID: 'meldingsformidler',
    MASKINPORTEN_ORGANISATION: '991825827',
    KRR_BASE_URL: `${NOWHERE}/krr`,
    FOLKEREGISTERET_BASE_URL: `${NOWHERE}/folkeregisteret`,
    ENHETSREGISTERET_BASE_URL: `${NOWHERE}/enhetsregisteret`,
    ALTINN_BASE_URL: `${NOWHERE}/altinn`,
    ALTINN_RESOURCE_ID: 'meldingsformidler-brev',
    ALTINN_CALLBACK_URL: `${NOWHERE}/callbacks/altinn`,
    DPI_BASE_URL: `${NOWHERE}/dpi`,
    DPI_TRUSTED_CERTIFICATES_FILE: 'config/certificates/root.cert.pem',
    PRINT_SFTP_HOST: '127.0.0.1',
    PRINT_SFTP_PORT: '9',
    PRINT_SFTP_USER: 'meldingsformidler',
    PRINT_SFTP_PRIVATE_KEY_FILE: 'config/certificates/sftp-client.key',
    PRINT_SFTP_HOST_KEY_FILE: 'config/certificates/sftp-host.key.pub',
    SHUTDOWN_TIMEOUT_MS: '5000',
  };
}
