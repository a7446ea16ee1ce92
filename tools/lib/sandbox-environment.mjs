import { inRepository } from './paths.mjs';

/** Buypass' policy for test certificates, as in tools/lib/x509.mjs: the adapters' own list is that of production. */
const TEST_POLICY = '2.16.578.1.26.1.0.3.2';
const SANDBOX_SENDERS = ['313000001', '313001008', '313002004', '313003000'];

/**
 * The apps and their ports. `ports` are the variables that change them; one more instance of an app gets its first
 * port plus ten for each.
 */
export const APPS = {
  sandbox: { ports: { SANDBOX_PORT: 9000, SANDBOX_SFTP_PORT: 9022 } },
  gateway: { ports: { GATEWAY_PORT: 8080 } },
  receipts: { ports: { RECEIPTS_PORT: 8081 } },
  console: { ports: { CONSOLE_PORT: 8082 } },
};

/** Variables that every app needs with or without the sandbox; those set already are honoured. */
export function appEnvironment({ databaseUrl, amqpUrl }, environment = process.env) {
  return {
    ...portDefaults(),
    CHANNELS_FILE: 'config/channels.yaml',
    ROUTING_FILE: 'config/routing.yaml',
    CERTIFICATES_DIR: inRepository('config', 'certificates'),
    DOCUMENTS_DIR: inRepository('var', 'documents'),
    ...set(environment),
    // Where the services were found is decided before this, with DATABASE_URL and AMQP_URL honoured there.
    DATABASE_URL: databaseUrl,
    AMQP_URL: amqpUrl,
  };
}

/** All variables for running the apps against the sandbox on this machine (contract 7). */
export function sandboxEnvironment(services, environment = process.env) {
  const given = set(environment);
  const base = `http://127.0.0.1:${given.SANDBOX_PORT ?? APPS.sandbox.ports.SANDBOX_PORT}`;
  const gateway = `http://127.0.0.1:${given.GATEWAY_PORT ?? APPS.gateway.ports.GATEWAY_PORT}`;
  const receipts = `http://127.0.0.1:${given.RECEIPTS_PORT ?? APPS.receipts.ports.RECEIPTS_PORT}`;
  const certificates = given.CERTIFICATES_DIR ?? inRepository('config', 'certificates');
  const secret = given.MASTER_KEY || given.MASTER_KEY_FILE ? {} : { MASTER_KEY_FILE: `${certificates}/master.key` };
  return {
    MF_ENVIRONMENT: 'sandbox',
    SENDERS_FILE: 'config/sandbox/senders.yaml',
    GATEWAY_URL: gateway,
    SANDBOX_CLOCK_URL: `${base}/control/clock`,
    MASKINPORTEN_ISSUER: `${base}/maskinporten/`,
    MASKINPORTEN_TOKEN_URL: `${base}/maskinporten/token`,
    MASKINPORTEN_JWKS_URL: `${base}/maskinporten/jwk`,
    MASKINPORTEN_CLIENT_ID: 'meldingsformidler',
    MASKINPORTEN_ORGANISATION: '991825827',
    MASKINPORTEN_SIGNER_CLIENT_IDS: SANDBOX_SENDERS.map((sender) => `${sender}=client-${sender}`).join(','),
    KRR_BASE_URL: `${base}/krr`,
    FOLKEREGISTERET_BASE_URL: `${base}/folkeregisteret`,
    ENHETSREGISTERET_BASE_URL: `${base}/enhetsregisteret`,
    ALTINN_BASE_URL: `${base}/altinn`,
    ALTINN_RESOURCE_ID: 'meldingsformidler-brev',
    // One sender with a resource of its own, so that letters by delegation are seen beside the gateway's own.
    ALTINN_SENDER_RESOURCES: '313001008=meldingsformidler-brev-313001008',
    ALTINN_CALLBACK_URL: `${receipts}/callbacks/altinn`,
    DPI_BASE_URL: `${base}/dpi`,
    DPI_TRUSTED_CERTIFICATES_FILE: `${certificates}/root.cert.pem`,
    DPI_CERTIFICATE_POLICIES: TEST_POLICY,
    DPI_CRL_MIRRORS: `http://crl.sandbox.invalid/=${base}/crl/`,
    PRINT_SFTP_HOST: '127.0.0.1',
    PRINT_SFTP_PORT: String(given.SANDBOX_SFTP_PORT ?? APPS.sandbox.ports.SANDBOX_SFTP_PORT),
    PRINT_SFTP_USER: 'meldingsformidler',
    PRINT_SFTP_PRIVATE_KEY_FILE: `${certificates}/sftp-client.key`,
    PRINT_SFTP_HOST_KEY_FILE: `${certificates}/sftp-host.key.pub`,
    ...secret,
    ...appEnvironment(services, environment),
  };
}

function portDefaults() {
  const ports = Object.values(APPS).flatMap((app) => Object.entries(app.ports));
  return Object.fromEntries(ports.map(([name, port]) => [name, String(port)]));
}

/** An empty variable counts as unset. */
function set(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
}
