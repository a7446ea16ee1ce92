import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ssh2 from 'ssh2';
import { startSimulator } from '#channels/simulation/start-simulator.js';
import type { SimulationKeys } from '#channels/simulation/simulator.js';
import { describeChannelConformance } from '#channels/testing/conformance.js';
import type { ConformanceContext } from '#channels/testing/conformance-context.js';
import { eventually } from '#channels/testing/eventually.js';
import { anOrder, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import type { DepositTarget } from '#channels/deposit-order.js';
import { loadConfig } from '#platform/load-config.js';
import { PrintAdapter } from './print.adapter.js';
import { PrintClient } from './print.client.js';
import { PrintConfig } from './print.config.js';
import { createSimulator } from './print.simulator.js';

const hostKey = ssh2.utils.generateKeyPairSync('ed25519');
const clientKey = ssh2.utils.generateKeyPairSync('ed25519');
const keys: SimulationKeys = {
  root: '',
  get: (name) => {
    if (name === 'sftp-host') return { certificate: hostKey.public, privateKey: hostKey.private };
    return name === 'sftp-client' ? { certificate: clientKey.public, privateKey: clientKey.private } : undefined;
  },
};

type Overrides = Parameters<typeof startSimulator>[1];

const address: DepositTarget = {
  kind: 'postal',
  address: { name: 'Ingrid Eksempel', lines: ['Prøveveien 7 B'], postalCode: '0987', city: 'Oslo' },
};

function environment(port: number): Record<string, string> {
  return {
    PRINT_SFTP_HOST: '127.0.0.1',
    PRINT_SFTP_PORT: String(port),
    PRINT_SFTP_USER: 'meldingsformidler',
    PRINT_SFTP_PRIVATE_KEY: clientKey.private,
    PRINT_SFTP_HOST_KEY: hostKey.public,
  };
}

function freePort(): Promise<number> {
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
  return startOn(await freePort(), overrides);
}

async function startOn(sftpPort: number, overrides: Overrides): Promise<ConformanceContext> {
  const simulator = await startSimulator(createSimulator, { ...overrides, keys, sftpPort });
  const config = loadConfig(PrintConfig, environment(sftpPort), 'PRINT_');
  const client = new PrintClient(config);
  let broken = 0;
  return {
    channel: new PrintAdapter(client, config, simulator.clock),
    simulator,
    targets: { address, person: address, organisation: address },
    sender: TEST_ORGANISATION,
    secrets: [clientKey.private],
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
      client.onApplicationShutdown();
      await simulator.stop();
    },
  };
}

describeChannelConformance({
  name: 'print',
  adapter: PrintAdapter,
  faultService: 'print',
  transport: 'sftp',
  config: {
    load: (variables) => loadConfig(PrintConfig, variables, 'PRINT_'),
    required: {
      PRINT_SFTP_HOST: 'sftp.example.no',
      PRINT_SFTP_USER: 'meldingsformidler',
      PRINT_SFTP_PRIVATE_KEY: clientKey.private,
      PRINT_SFTP_HOST_KEY: hostKey.public,
    },
  },
  start,
});

describe('print, beside what all channels do', () => {
  let context: ConformanceContext;
  let port: number;
  const signal = (): AbortSignal => AbortSignal.timeout(10_000);

  beforeAll(async () => {
    port = await freePort();
    context = await startOn(port, {});
  });
  afterAll(() => context.stop());

  async function depositWith(changes: Readonly<Record<string, string>>): Promise<unknown> {
    const config = loadConfig(PrintConfig, { ...environment(port), ...changes }, 'PRINT_');
    const client = new PrintClient(config);
    try {
      return await new PrintAdapter(client, config, context.simulator.clock).deposit(
        anOrder({ target: address }),
        signal(),
      );
    } finally {
      client.onApplicationShutdown();
    }
  }

  /** Confirms all that it reads, until the condition holds for the receipts of this order. */
  function receiptsOf(id: string, enough: (types: readonly string[]) => boolean): Promise<readonly string[]> {
    const types: string[] = [];
    return eventually(`the receipts of ${id}`, async () => {
      for (const receipt of await readInbox()) {
        if (receipt.kind === 'receipt' && receipt.match.reference === id) types.push(receipt.event.type);
        await context.channel.inbox?.confirm({ signer: TEST_ORGANISATION, receipt }, signal());
      }
      return enough(types) ? types : undefined;
    });
  }

  async function readInbox(): Promise<readonly ProviderReceipt[]> {
    const result = await context.channel.inbox?.fetch({ signer: TEST_ORGANISATION, limit: 100 }, signal());
    return result?.ok === true ? result.value : [];
  }

  it('a host with another key is refused before anything is sent', async () => {
    const other = ssh2.utils.generateKeyPairSync('ed25519').public;
    expect(await depositWith({ PRINT_SFTP_HOST_KEY: other })).toMatchObject({
      ok: false,
      error: { kind: 'defect', code: 'PRINT_HOST_KEY' },
    });
  });

  it('a login that is refused is a defect: the letters wait', async () => {
    const other = ssh2.utils.generateKeyPairSync('ed25519').private;
    expect(await depositWith({ PRINT_SFTP_PRIVATE_KEY: other })).toMatchObject({
      ok: false,
      error: { kind: 'defect', code: 'PRINT_LOGIN_REFUSED' },
    });
  });

  it('more letters than connections are all printed', async () => {
    const orders = Array.from({ length: 12 }, () => anOrder({ target: address }));
    const results = await Promise.all(orders.map((order) => context.channel.deposit(order, signal())));
    expect(results.every((result) => result.ok)).toBe(true);
    const references = new Set(orders.map(({ conversationId }) => conversationId));
    await eventually('all letters', () => {
      const found = [...context.simulator.world.deliveries.values()].filter(({ reference }) =>
        references.has(reference),
      );
      return found.length === orders.length ? found : undefined;
    });
  });

  it('a letter is received, printed, and may come back', async () => {
    const target = {
      kind: 'postal',
      address: { name: 'Ingrid Eksempel', lines: ['Returpost 1'], postalCode: '0987', city: 'Oslo' },
    } as const;
    const order = anOrder({ target });
    expect((await context.channel.deposit(order, signal())).ok).toBe(true);
    const types = await receiptsOf(order.conversationId, (seen) => seen.includes('returned'));
    expect(types).toEqual(['print-accepted', 'printed', 'returned']);
    const [delivery] = [...context.simulator.world.deliveries.values()].filter(
      ({ reference }) => reference === order.conversationId,
    );
    expect(delivery?.address).toEqual(target.address);
  });

  it('a letter that the vendor cannot print is failed', async () => {
    context.simulator.faults.set({ service: 'print', mode: 'reject', rate: 1, count: 1 });
    const order = anOrder({ target: address });
    expect((await context.channel.deposit(order, signal())).ok).toBe(true);
    expect(await receiptsOf(order.conversationId, (seen) => seen.length > 0)).toEqual(['failed']);
  });

  it('reports go to ferdig when all is confirmed, and to feilet when they cannot be read', async () => {
    const order = anOrder({ target: address });
    await context.channel.deposit(order, signal());
    await context.breakReceipt({ conversationId: order.conversationId, reference: order.conversationId });
    await receiptsOf(order.conversationId, (seen) => seen.includes('printed'));
    const names = await eventually('an empty inbox', async () => {
      for (const receipt of await readInbox())
        await context.channel.inbox?.confirm({ signer: TEST_ORGANISATION, receipt }, signal());
      const client = new PrintClient(loadConfig(PrintConfig, environment(port), 'PRINT_'));
      const folders = ['', '/ferdig', '/feilet'].map((folder) => `inbound/dokdistsentralprint${folder}`);
      const lists = await client.use(signal(), async (session) => {
        const found = [];
        for (const folder of folders) found.push((await session.list(folder, signal())).length);
        return found;
      });
      client.onApplicationShutdown();
      return lists[0] === 0 ? lists : undefined;
    });
    expect(names[1]).toBeGreaterThan(0);
    expect(names[2]).toBe(1);
  });
});
