import type { SimulationContext, Simulator, SimulatorFactory } from '#channels/simulation/simulator.js';
import type { SimulatedRoute } from '#channels/simulation/simulated-http.js';
import { PrintSftpServer } from './simulator/print-sftp.server.js';
import { readOrder } from './simulator/read-order.js';
import { toReportXml, type ReportedStatus } from './simulator/report-xml.js';
import { VirtualFiles } from './simulator/virtual-files.js';

/** The print vendor: an SFTP server that takes orders and writes status reports. */
export const createSimulator: SimulatorFactory = (context) => new PrintSimulator(context);

const OUTBOUND = 'outbound/dokdistsentralprint';
const PROCESSED = `${OUTBOUND}/behandlet`;
const INBOUND = 'inbound/dokdistsentralprint';
const FOLDERS = new Set([
  '',
  'outbound',
  OUTBOUND,
  PROCESSED,
  'inbound',
  INBOUND,
  `${INBOUND}/ferdig`,
  `${INBOUND}/feilet`,
]);
const REPORT_MS = 250;
const RECEIVED_AFTER_MS = 400;
const ENVELOPED_AFTER_MS = 800;
/** An address with this word comes back, so that returned mail can be tried. */
const RETURNS = /returpost/i;

interface PrintOrder {
  readonly id: string;
  /** RFC 3339. */
  readonly acceptedAt: string;
  readonly outcome: 'OK' | 'FEIL';
  readonly returns: boolean;
  readonly told: readonly ReportedStatus['step'][];
}

class PrintSimulator implements Simulator {
  readonly routes: readonly SimulatedRoute[] = [];
  private readonly files: VirtualFiles;
  private readonly orders;
  private readonly untold = new Set<string>();
  private server: PrintSftpServer | undefined;
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();
  private reports = 0;

  constructor(private readonly context: SimulationContext) {
    this.files = new VirtualFiles(context.world);
    this.orders = context.world.collection<PrintOrder>('print.orders');
  }

  async start(): Promise<void> {
    const { context, files } = this;
    const host = context.keys.get('sftp-host');
    const client = context.keys.get('sftp-client');
    if (host === undefined || client === undefined) {
      context.log('print-simulator-off', {
        reason: 'sftp-host.key or sftp-client.key is missing in the certificates folder',
      });
      return;
    }
    await files.restore();
    for (const order of this.orders.values()) if (order.told.length < stepsOf(order).length) this.untold.add(order.id);
    this.server = new PrintSftpServer({
      port: context.sftpPort,
      hostKey: host.privateKey,
      clientKey: client.certificate,
      folders: FOLDERS,
      files,
      faults: context.faults,
      now: () => context.clock.now(),
      isTaken: (path) => this.orders.get(orderIdOf(path, PROCESSED) ?? '') !== undefined,
      onRenamed: (path) => {
        this.queue(() => this.consume(path));
      },
    });
    await this.server.start();
    // What a stopped sandbox had not looked at yet.
    for (const { path } of files.list(OUTBOUND)) this.queue(() => this.consume(path));
    this.timer = setInterval(() => {
      this.queue(() => this.report());
    }, REPORT_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.server?.stop();
    await this.work;
  }

  /** One piece of work after the other, as a vendor's night job. */
  private queue(piece: () => Promise<void>): void {
    this.work = this.work.then(piece).catch((error: unknown) => {
      this.context.log('print-simulator-defect', { error: error instanceof Error ? error.message : 'unknown' });
    });
  }

  private async consume(path: string): Promise<void> {
    const id = orderIdOf(path, OUTBOUND);
    const file = this.files.get(path);
    if (id === undefined || file === undefined) return;
    // The vendor's own duplicate control.
    if (this.orders.get(id) === undefined) await this.accept(id, file.bytes);
    await this.files.delete(path);
  }

  private async accept(id: string, zip: Buffer): Promise<void> {
    const acceptedAt = this.context.clock.now().toISOString();
    const refused = this.context.faults.next('print', ['reject']) === 'reject';
    const order = refused
      ? undefined
      : await readOrder(id, zip).catch((error: unknown) => {
          this.refuse(error);
        });
    if (order !== undefined) {
      // The delivery has the order's id, so that an order whose taking was cut short is not printed twice.
      await this.context.world.blobs.put(`${id}/raw`, zip);
      await this.context.world.deliveries.put(id, {
        id,
        channel: 'print',
        reference: id,
        recipient: order.address.name,
        // The order has no title.
        title: '',
        address: order.address,
        documents: order.documents,
        receivedAt: acceptedAt,
      });
    }
    const returns = order?.address.lines.some((line) => RETURNS.test(line)) === true;
    await this.orders.put(id, { id, acceptedAt, outcome: order === undefined ? 'FEIL' : 'OK', returns, told: [] });
    this.untold.add(id);
  }

  private refuse(error: unknown): undefined {
    this.context.log('print-order-refused', { reason: error instanceof Error ? error.message : 'unknown' });
    return undefined;
  }

  /** One report with everything that has become due since the last. */
  private async report(): Promise<void> {
    const now = this.context.clock.now();
    const due: ReportedStatus[] = [];
    const told: PrintOrder[] = [];
    for (const id of this.untold) {
      const order = this.orders.get(id);
      if (order === undefined) continue;
      const steps = dueSteps(order, now);
      if (steps.length === 0) continue;
      due.push(
        ...steps.map((step) => ({ orderId: id, statusId: `${id}-${step}`, step, outcome: order.outcome, at: now })),
      );
      told.push({ ...order, told: [...order.told, ...steps] });
    }
    if (due.length === 0) return;
    // Told before it is noted: a crash between the two repeats a report and never loses one.
    await this.tell(due, now);
    for (const order of told) {
      await this.orders.put(order.id, order);
      if (order.told.length === stepsOf(order).length) this.untold.delete(order.id);
    }
  }

  private async tell(statuses: readonly ReportedStatus[], now: Date): Promise<void> {
    const mode = this.context.faults.next('print', ['lose-receipts', 'duplicate-receipts', 'shuffle-receipts']);
    if (mode === 'lose-receipts') return;
    await this.write(mode === 'shuffle-receipts' ? [...statuses].reverse() : statuses, now);
    if (mode === 'duplicate-receipts') await this.write(statuses, now);
  }

  private async write(statuses: readonly ReportedStatus[], now: Date): Promise<void> {
    this.reports += 1;
    const stamp = now.toISOString().replace(/\D/g, '');
    const name = `MP_RAPPORT_XML-${stamp}-${String(this.reports).padStart(6, '0')}.xml`;
    await this.files.store(`${INBOUND}/${name}`, Buffer.from(toReportXml(statuses), 'utf8'), now.getTime());
  }
}

function orderIdOf(path: string, folder: string): string | undefined {
  return path.startsWith(`${folder}/`) ? /^([^/]+)\.zip$/.exec(path.slice(folder.length + 1))?.[1] : undefined;
}

/** A refused order is told of once. */
function stepsOf(order: PrintOrder): readonly ReportedStatus['step'][] {
  if (order.outcome === 'FEIL') return ['MAILPIECE_MOTTAK'];
  return order.returns ? ['MAILPIECE_MOTTAK', 'KONVOLUTTERT', 'RETURPOST'] : ['MAILPIECE_MOTTAK', 'KONVOLUTTERT'];
}

function dueSteps(order: PrintOrder, now: Date): ReportedStatus['step'][] {
  const age = now.getTime() - Date.parse(order.acceptedAt);
  return stepsOf(order).filter(
    (step) =>
      !order.told.includes(step) && age >= (step === 'MAILPIECE_MOTTAK' ? RECEIVED_AFTER_MS : ENVELOPED_AFTER_MS),
  );
}
