import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topologyFor } from '#messaging/topology.js';
import { dropSchemas, testDatabaseConfig } from '../../support/test-database.js';
import { until } from '../../support/until.js';
import { AppProcess, ROOT } from './app-process.js';
import { systemEnvironment } from './environment.js';
import { freePorts } from './free-ports.js';
import { PlainClient } from './plain-client.js';
import { ReceiptBook } from './receipt-book.js';
import type { Receipt } from './receipt.js';
import { SandboxControl } from './sandbox-control.js';

/** Everyone who gets receipts by config/sandbox/senders.yaml. */
const ORGANISATIONS = ['313000001', '313001008', '313002004', '313003000'];
const RECEIPT_MS = 30_000;

export interface SystemOptions {
  /** Of the folder of logs, var/test/system/<name>. */
  readonly name: string;
  readonly gateways?: number;
  readonly receipts?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The whole system as processes: sandbox, gateways and receipts apps from `dist`, in a schema, a set of queues and a
 * document folder of its own. What a spec waits for fails with the logs' warnings beside it.
 */
export class System {
  private constructor(
    readonly prefix: string,
    readonly client: PlainClient,
    readonly sandbox: SandboxControl,
    readonly receipts: ReceiptBook,
    private readonly apps: ReadonlyMap<string, AppProcess>,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  static async start({ name, gateways = 1, receipts = 1, env = {} }: SystemOptions): Promise<System> {
    const database = testDatabaseConfig();
    const prefix = `t${process.pid}-${randomBytes(3).toString('hex')}.`;
    const logs = join(ROOT, 'var', 'test', 'system', name);
    rmSync(logs, { recursive: true, force: true });
    mkdirSync(logs, { recursive: true });
    const documents = await mkdtemp(join(tmpdir(), 'mf-system-'));
    const plan = await planApps(gateways, receipts);
    const shared = {
      DATABASE_SCHEMA: database.schema,
      AMQP_PREFIX: prefix,
      DOCUMENTS_DIR: documents,
      ...plan.ports,
      ...env,
    };
    const apps = new Map<string, AppProcess>();
    for (const { app, instance, ports, port } of plan.instances) {
      const url = `http://127.0.0.1:${port}`;
      const own = await systemEnvironment({ ...shared, APP_INSTANCE: instance });
      const logFile = join(logs, `${instance}.log`);
      apps.set(instance, new AppProcess({ name: instance, app, env: { ...own, ...ports }, url, logFile }));
    }
    const client = await PlainClient.connect(prefix);
    const cleanUp = async (): Promise<void> => {
      const ends = [...apps.values()].map((app) => app.end(app.name === 'sandbox' ? 'SIGKILL' : 'SIGTERM'));
      const ended = await Promise.allSettled(ends);
      const topology = topologyFor(prefix, ORGANISATIONS);
      await client.delete(
        topology.exchanges.map((exchange) => exchange.name),
        topology.queues.map((queue) => queue.name),
      );
      await client.close();
      await dropSchemas(database);
      rmSync(documents, { recursive: true, force: true });
      // Last, so that one that does not drain leaves nothing behind either.
      const late = ended.filter((end) => end.status === 'rejected').map((end) => String(end.reason));
      if (late.length > 0) throw new Error(late.join('\n'));
    };
    const book = new ReceiptBook();
    const system = new System(prefix, client, new SandboxControl(apps.get('sandbox')?.url ?? ''), book, apps, cleanUp);
    try {
      // The sandbox first: the others read its clock and its keys. They migrate under a lock, so they may come together.
      await system.app('sandbox').start();
      await Promise.all([...apps.values()].filter(({ name: each }) => each !== 'sandbox').map((app) => app.start()));
      await client.read(await client.receiptQueue(), (message) => {
        book.add(message);
      });
    } catch (error) {
      await cleanUp();
      throw error;
    }
    return system;
  }

  /** `sandbox`, `gateway`, `gateway-2`, `receipts` … */
  app(name: string): AppProcess {
    const app = this.apps.get(name);
    if (app === undefined) throw new Error(`There is no ${name} in this system.`);
    return app;
  }

  /** Resolves when the process is gone. */
  async kill(name: string, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<number> {
    return this.app(name).end(signal);
  }

  /** `kill -9`, and started again, with `changes` to its variables. */
  async restart(name: string, changes: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.kill(name);
    await this.app(name).start(changes);
  }

  async waitForReceipt(letterId: string, type: string, timeoutMs = RECEIPT_MS): Promise<Receipt> {
    return this.until(
      () => `${type} of ${letterId}; it has: ${this.receipts.typesOf(letterId).join(', ') || 'nothing'}`,
      () => this.receipts.of(letterId).find((receipt) => receipt.type === type),
      timeoutMs,
    );
  }

  /** Waits until `condition` gives something; fails with `what` as it is then, and what the logs complain about. */
  async until<Value>(
    what: () => string,
    condition: () => Value | undefined | Promise<Value | undefined>,
    timeoutMs: number,
  ): Promise<Value> {
    return until(() => `${what()}\n${this.complaints()}`, condition, timeoutMs);
  }

  /** The warnings in the logs, and processes that ended by themselves. */
  complaints(): string {
    const apps = [...this.apps.values()];
    return [...apps.flatMap((app) => app.deaths), ...apps.map((app) => app.logTail())].join('\n');
  }

  /** Ends every process and removes what this system made. Throws when one had ended by itself. */
  async stop(): Promise<void> {
    await this.cleanUp();
    const problems = [...[...this.apps.values()].flatMap((app) => app.deaths), ...this.receipts.unreadable];
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
}

interface PlannedApp {
  readonly app: string;
  readonly instance: string;
  readonly ports: Readonly<Record<string, string>>;
  readonly port: number;
}

/** The first instance's ports are the ones that the others are told. */
async function planApps(
  gateways: number,
  receipts: number,
): Promise<{ readonly instances: readonly PlannedApp[]; readonly ports: Readonly<Record<string, string>> }> {
  const [sandbox = 0, sftp = 0, ...rest] = await freePorts(2 + gateways + receipts);
  const sandboxPorts = { SANDBOX_PORT: String(sandbox), SANDBOX_SFTP_PORT: String(sftp) };
  const several = (app: string, variable: string, ports: readonly number[]): readonly PlannedApp[] =>
    ports.map((port, index) => ({
      app,
      instance: index === 0 ? app : `${app}-${index + 1}`,
      ports: { [variable]: String(port) },
      port,
    }));
  const instances = [
    { app: 'sandbox', instance: 'sandbox', ports: sandboxPorts, port: sandbox },
    ...several('gateway', 'GATEWAY_PORT', rest.slice(0, gateways)),
    ...several('receipts', 'RECEIPTS_PORT', rest.slice(gateways)),
  ];
  return {
    instances,
    ports: {
      ...sandboxPorts,
      GATEWAY_PORT: String(rest[0]),
      ...(receipts === 0 ? {} : { RECEIPTS_PORT: String(rest[gateways]) }),
    },
  };
}
