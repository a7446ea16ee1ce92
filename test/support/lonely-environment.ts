import type { PersistenceConfig } from '#persistence/persistence.config.js';

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9';

export interface OwnServices {
  readonly amqpUrl: string;
  readonly amqpPrefix: string;
  readonly database: PersistenceConfig;
}

/**
 * The variables of one app with a real broker and database of its own, while every register and channel is away: letters
 * are taken in and wait, and what channels say comes from the test.
 */
export function lonelyEnvironment({ amqpUrl, amqpPrefix, database }: OwnServices): Record<string, string> {
  return {
    AMQP_URL: amqpUrl,
    AMQP_PREFIX: amqpPrefix,
    DATABASE_URL: database.url,
    DATABASE_SCHEMA: database.schema,
    DATABASE_POOL_SIZE: '5',
    LOG_LEVEL: 'fatal',
    MF_ENVIRONMENT: 'sandbox',
    SENDERS_FILE: 'config/sandbox/senders.yaml',
    ROUTING_FILE: 'config/routing.yaml',
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
  };
}
