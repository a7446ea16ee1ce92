import type { DepositAccepted, DepositQuery, DepositStatus, ReceiptInbox } from '#channels/channel.port.js';
import type { Clock } from '#domain/clock.js';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { PostalOrder, PrintVendor } from '../print-vendor.js';
import { DocumentReadError } from './document-read-error.js';
import type { SftpPool } from './sftp-pool.client.js';
import type { SftpConfig } from './sftp.config.js';
import { documentUnreadable, sizeDiffers, toSftpFailure, type SftpStep } from './sftp.errors.js';
import { SftpInbox } from './sftp.inbox.js';
import { toOrderXml } from './order.mapper.js';
import { PrintPackage } from './print-package.js';
import { SftpStatusError } from './sftp-status-error.js';
import type { SftpSession } from './sftp-session.client.js';

const FAILURE = 4;

/**
 * Paper through the vendor's SFTP folders. A letter is uploaded as `<id>.tmp` and handed over by its rename to `.zip`,
 * which the vendor looks for. Before anything is uploaded the folders are looked at: an order that is there, or that
 * the vendor has taken, is accepted and not sent again; and the vendor ignores an order id that it has seen.
 */
export class SftpVendor implements PrintVendor {
  readonly inbox: ReceiptInbox;
  /** One upload per order id at a time: two would write into the same `.tmp`. */
  private readonly uploads = new Map<string, Promise<unknown>>();

  constructor(
    private readonly client: SftpPool,
    private readonly config: SftpConfig,
    private readonly clock: Clock,
  ) {
    this.inbox = new SftpInbox(client, config);
  }

  deposit(order: PostalOrder, signal: AbortSignal): Promise<Result<DepositAccepted, Failure>> {
    return this.oneAtATime(order.conversationId, () => this.upload(order, signal));
  }

  async status(query: DepositQuery, signal: AbortSignal): Promise<Result<DepositStatus, Failure>> {
    const known: DepositStatus = { kind: 'known', reference: query.conversationId, receipts: [], settled: false };
    // Accepted once is accepted, also when the vendor has cleared its folders since. The receipts come by the inbox.
    if (query.reference !== undefined) return ok(known);
    try {
      const isThere = await this.client.use(signal, (session) =>
        this.isHandedOver(session, query.conversationId, signal),
      );
      // A `.tmp` alone is an upload that broke: the vendor never reads it, and the next one writes over it.
      return ok(isThere ? known : { kind: 'unknown' });
    } catch (error) {
      return err(toSftpFailure(error, 'prepares'));
    }
  }

  onApplicationShutdown(): void {
    this.client.close();
  }

  private async oneAtATime(
    id: string,
    upload: () => Promise<Result<DepositAccepted, Failure>>,
  ): Promise<Result<DepositAccepted, Failure>> {
    const mine = (this.uploads.get(id) ?? Promise.resolve()).then(upload, upload);
    this.uploads.set(id, mine);
    try {
      return await mine;
    } finally {
      if (this.uploads.get(id) === mine) this.uploads.delete(id);
    }
  }

  private async upload(order: PostalOrder, signal: AbortSignal): Promise<Result<DepositAccepted, Failure>> {
    const id = order.conversationId;
    const draft = `${this.config.outboundDir}/${id}.tmp`;
    let step: SftpStep = 'prepares';
    try {
      return await this.client.use(signal, async (session) => {
        if (await this.isHandedOver(session, id, signal)) return ok(this.accepted(id));
        const content = new PrintPackage(id, toOrderXml(order, order.target.address, this.config), order.documents);
        await session.write(draft, content.stream, signal);
        if ((await session.size(draft, signal)) !== content.size) return err(sizeDiffers());
        step = 'handsOver';
        await this.handOver(session, draft, id, signal);
        return ok(this.accepted(id));
      });
    } catch (error) {
      if (error instanceof DocumentReadError) return err(documentUnreadable(error));
      return err(toSftpFailure(error, step));
    }
  }

  /** A rename that fails because the target is there has been done before, by a try whose answer was lost. */
  private async handOver(session: SftpSession, draft: string, id: string, signal: AbortSignal): Promise<void> {
    try {
      await session.rename(draft, `${this.config.outboundDir}/${id}.zip`, signal);
    } catch (error) {
      const mayBeThere = error instanceof SftpStatusError && error.status === FAILURE;
      if (!mayBeThere || !(await this.isHandedOver(session, id, signal))) throw error;
    }
  }

  /** Waiting for the vendor first, then taken: an order that moves between the two looks is seen by the second. */
  private async isHandedOver(session: SftpSession, id: string, signal: AbortSignal): Promise<boolean> {
    for (const folder of [this.config.outboundDir, this.config.processedDir]) {
      if ((await session.size(`${folder}/${id}.zip`, signal)) !== undefined) return true;
    }
    return false;
  }

  private accepted(id: string): DepositAccepted {
    return { reference: id, acceptedAt: this.clock.now() };
  }
}
