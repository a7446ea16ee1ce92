import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createReceipts } from '../../../apps/receipts/src/create-receipts.js';
import type { PersistenceConfig } from '#persistence/persistence.config.js';
import { TestBroker } from '../messaging/broker.js';

/** Nothing listens there: what channels say comes from the tests. */
const NOWHERE = 'http://127.0.0.1:9';

/** The real receipts app on the real broker and database, listening; the caller closes it. */
export async function startReceipts(
  broker: TestBroker,
  database: PersistenceConfig,
  amqpUrl = TestBroker.url,
): Promise<NestFastifyApplication> {
  const app = await createReceipts({
    AMQP_URL: amqpUrl,
    AMQP_PREFIX: broker.prefix,
    DATABASE_URL: database.url,
    DATABASE_SCHEMA: database.schema,
    DATABASE_POOL_SIZE: '5',
    LOG_LEVEL: 'fatal',
    MF_ENVIRONMENT: 'sandbox',
    SENDERS_FILE: 'config/sandbox/senders.yaml',
    CHANNELS_FILE: 'config/channels.yaml',
    CERTIFICATES_DIR: 'config/certificates',
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
  });
  await app.listen(0, '127.0.0.1');
  return app;
}
