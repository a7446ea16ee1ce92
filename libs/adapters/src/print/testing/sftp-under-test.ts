import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { startSimulator } from '#channels/simulation/start-simulator.js';
import type { SimulationKey } from '#channels/simulation/simulator.js';
import { FileKeys } from '#channels/simulation/file-keys.js';
import type { ChannelUnderTest, ConformanceContext } from '#channels/testing/conformance-context.js';
import { TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import type { DepositTarget } from '#channels/deposit-order.js';
import { loadConfig } from '#platform/load-config.js';
import { PrintAdapter } from '../print.adapter.js';
import { loadPrintSettings } from '../print.config.js';
import { createSimulator } from '../print.simulator.js';
import { SftpConfig } from '../sftp/sftp.config.js';
import { SftpPool } from '../sftp/sftp-pool.client.js';
import { SftpVendor } from '../sftp/sftp.vendor.js';

const keys = new FileKeys('config/certificates');
/** The two key pairs that set-up has made; each is also what the other is not. */
export const HOST_KEY = sshKey('sftp-host');
export const CLIENT_KEY = sshKey('sftp-client');

type Overrides = Parameters<typeof startSimulator>[1];

export const ADDRESS: DepositTarget = {
  kind: 'postal',
  address: { name: 'Ingrid Eksempel', lines: ['Prøveveien 7 B'], postalCode: '0987', city: 'Oslo' },
};

/** What an operator sets to reach the simulator. */
export function sftpEnvironment(port: number): Record<string, string> {
  return {
    PRINT_SFTP_HOST: '127.0.0.1',
    PRINT_SFTP_PORT: String(port),
    PRINT_SFTP_USER: 'meldingsformidler',
    PRINT_SFTP_PRIVATE_KEY: CLIENT_KEY.privateKey,
    PRINT_SFTP_HOST_KEY: HOST_KEY.certificate,
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      server.close(() => {
        if (typeof bound === 'object' && bound !== null) resolve(bound.port);
        else reject(new Error('No port.'));
      });
    });
  });
}

async function start(overrides: Overrides): Promise<ConformanceContext> {
  return startSftpOn(await freePort(), overrides);
}

export async function startSftpOn(sftpPort: number, overrides: Overrides): Promise<ConformanceContext> {
  const simulator = await startSimulator(createSimulator, { ...overrides, keys, sftpPort });
  const config = sftpConfig(sftpPort);
  const client = new SftpPool(config);
  const channel = new PrintAdapter(new SftpVendor(client, config, simulator.clock));
  let broken = 0;
  return {
    channel,
    simulator,
    targets: { address: ADDRESS, person: ADDRESS, organisation: ADDRESS },
    sender: TEST_ORGANISATION,
    secrets: [CLIENT_KEY.privateKey],
    logged: () => '',
    breakReceipt: async () => {
      broken += 1;
      const path = `${config.inboundDir}/MP_RAPPORT_XML-0000-${String(broken)}.xml`;
      await client.use(AbortSignal.timeout(5_000), async (session) => {
        await session.write(
          path,
          Readable.from([Buffer.from('<StatusRapport Type="Mailpiece"><Rapport')]),
          AbortSignal.timeout(5_000),
        );
      });
    },
    stop: async () => {
      await channel.onApplicationShutdown();
      await simulator.stop();
    },
  };
}

export function sftpConfig(port: number, changes: Readonly<Record<string, string>> = {}): SftpConfig {
  return loadConfig(SftpConfig, { ...sftpEnvironment(port), ...changes }, 'PRINT_');
}

export const SFTP_UNDER_TEST: ChannelUnderTest = {
  name: 'print through SFTP',
  adapter: PrintAdapter,
  faultService: 'print',
  transport: 'sftp',
  config: {
    load: loadPrintSettings,
    required: {
      PRINT_SFTP_HOST: 'sftp.example.no',
      PRINT_SFTP_USER: 'meldingsformidler',
      PRINT_SFTP_PRIVATE_KEY: CLIENT_KEY.privateKey,
      PRINT_SFTP_HOST_KEY: HOST_KEY.certificate,
    },
  },
  start,
};

function sshKey(name: string): SimulationKey {
  const key = keys.get(name);
  if (key === undefined) throw new Error('Make the test certificates first: node tools/certificates.mjs');
  return key;
}
