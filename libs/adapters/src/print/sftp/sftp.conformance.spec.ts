import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConformanceContext } from '#channels/testing/conformance-context.js';
import { eventually } from '#channels/testing/eventually.js';
import { anOrder, TEST_ORGANISATION } from '#channels/testing/order-builder.js';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import { PrintAdapter } from '../print.adapter.js';
import {
  CLIENT_KEY,
  HOST_KEY,
  ADDRESS as address,
  freePort,
  sftpConfig,
  startSftpOn,
} from '../testing/sftp-under-test.js';
import { SftpPool } from './sftp-pool.client.js';
import { SftpVendor } from './sftp.vendor.js';

describe('print through SFTP, beside what all channels do', () => {
  let context: ConformanceContext;
  let port: number;
  const signal = (): AbortSignal => AbortSignal.timeout(10_000);

  beforeAll(async () => {
    port = await freePort();
    context = await startSftpOn(port, {});
  });
  afterAll(() => context.stop());

  async function depositWith(changes: Readonly<Record<string, string>>): Promise<unknown> {
    const config = sftpConfig(port, changes);
    const channel = new PrintAdapter(new SftpVendor(new SftpPool(config), config, context.simulator.clock));
    try {
      return await channel.deposit(anOrder({ target: address }), signal());
    } finally {
      await channel.onApplicationShutdown();
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
    expect(await depositWith({ PRINT_SFTP_HOST_KEY: CLIENT_KEY.certificate })).toMatchObject({
      ok: false,
      error: { kind: 'defect', code: 'PRINT_HOST_KEY' },
    });
  });

  it('a login that is refused is a defect: the letters wait', async () => {
    expect(await depositWith({ PRINT_SFTP_PRIVATE_KEY: HOST_KEY.privateKey })).toMatchObject({
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
      const client = new SftpPool(sftpConfig(port));
      const folders = ['', '/ferdig', '/feilet'].map((folder) => `inbound/dokdistsentralprint${folder}`);
      const lists = await client.use(signal(), async (session) => {
        const found = [];
        for (const folder of folders) found.push((await session.list(folder, signal())).length);
        return found;
      });
      client.close();
      return lists[0] === 0 ? lists : undefined;
    });
    expect(names[1]).toBeGreaterThan(0);
    expect(names[2]).toBe(1);
  });
});
