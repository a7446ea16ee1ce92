import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { DataSource } from 'typeorm';
import { createDataSource } from '#persistence/data-source.factory.js';
import { runSql } from '#persistence/run-sql.js';
import { testDatabaseConfig } from '../../support/test-database.js';

/** PostgreSQL's `ReadyForQuery`, idle. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
const STATEMENT_MS = 1_000;
/** What persistence adds to the server's own limit before it gives up an answer. */
const GRACE_MS = 5_000;

/** Between the pool and the real database: what a network and a server that goes down do. */
class Way {
  connections = 0;
  /** What the next answer that makes a connection ready is followed by, in the same packet. */
  farewell: Buffer | undefined;
  private readonly silent = new Set<Socket>();
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  async open(target: URL): Promise<number> {
    const server = createServer((near) => {
      this.connections += 1;
      const far = connect({ host: target.hostname, port: Number(target.port || '5432') });
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined);
      }
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
      near.on('data', (bytes) => {
        if (!this.silent.has(near)) far.write(bytes);
      });
      far.on('data', (bytes) => {
        if (!this.silent.has(near)) near.write(this.withFarewell(bytes));
      });
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  /** Everything on the connections there are is swallowed from now on; new ones work. */
  swallow(): void {
    for (const socket of this.sockets) this.silent.add(socket);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server?.close();
  }

  private withFarewell(bytes: Buffer): Buffer {
    if (this.farewell === undefined || !bytes.includes(READY)) return bytes;
    const both = Buffer.concat([bytes, this.farewell]);
    this.farewell = undefined;
    return both;
  }
}

describe('a pool whose connections are lost', () => {
  let way: Way;
  let dataSource: DataSource;

  beforeEach(async () => {
    way = new Way();
    const config = testDatabaseConfig();
    const url = new URL(config.url);
    url.port = String(await way.open(new URL(config.url)));
    url.hostname = '127.0.0.1';
    Object.assign(config, { url: url.href, poolSize: 2, statementTimeoutMs: STATEMENT_MS });
    dataSource = await createDataSource(config).initialize();
  });
  afterEach(async () => {
    way.close();
    await dataSource.destroy();
  });

  const one = (): Promise<readonly unknown[]> => runSql(dataSource, 'one', 'SELECT 1 AS one');

  it('survives a farewell of the server in the packet that makes a connection ready', async () => {
    way.farewell = fatal('57P01', 'terminating connection due to administrator command');
    // Two at once, so that one of them needs a new connection.
    const answers = await Promise.allSettled([one(), one()]);
    expect(way.farewell).toBeUndefined();
    expect(answers.filter(({ status }) => status === 'rejected').length).toBeLessThanOrEqual(1);
    expect(await one()).toEqual([{ one: 1 }]);
  });

  it(
    'does not hand out a connection again whose answer never came',
    async () => {
      await one();
      way.swallow();
      const before = way.connections;
      await expect(one()).rejects.toThrow('one failed in the database');
      expect(await one()).toEqual([{ one: 1 }]);
      expect(way.connections).toBeGreaterThan(before);
    },
    STATEMENT_MS + GRACE_MS + 5_000,
  );
});

/** An `ErrorResponse` of severity FATAL. */
function fatal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
