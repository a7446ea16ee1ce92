import type { Channel, DepositAccepted, DepositQuery, DepositStatus, ReceiptInbox } from '#channels/channel.port.js';
import { capabilityFailure } from '#channels/check-capabilities.js';
import type { DepositOrder } from '#channels/deposit-order.js';
import { Provider } from '#channels/provider.decorator.js';
import type { Clock } from '#domain/clock.js';
import { defect, type Failure } from '#domain/failure.js';
import type { PostalAddress } from '#domain/postal-address.js';
import { err, ok, type Result } from '#domain/result.js';
import { DocumentReadError } from './document-read-error.js';
import { PRINT_CAPABILITIES } from './print.capabilities.js';
import type { PrintClient } from './print.client.js';
import type { PrintConfig } from './print.config.js';
import { documentUnreadable, sizeDiffers, toPrintFailure, type PrintStep } from './print.errors.js';
import { PrintInbox } from './print.inbox.js';
import { envelopeFailure, toOrderXml } from './print.mapper.js';
import { PrintPackage } from './print-package.js';
import { SftpStatusError } from './sftp-status-error.js';
import type { SftpSession } from './sftp-session.client.js';

const FAILURE = 4;

/**
 * Paper through the vendor's SFTP folders. A letter is uploaded as `<id>.tmp` and handed over by its rename to `.zip`,
 * which the vendor looks for. Before anything is uploaded the folders are looked at: an order that is there, or that
 * the vendor has taken, is accepted and not sent again; and the vendor ignores an order id that it has seen.
 */
@Provider({ id: 'print', displayName: 'Sentral print', role: 'channel', capabilities: PRINT_CAPABILITIES })
export class PrintAdapter implements Channel {
  readonly inbox: ReceiptInbox;
  /** One upload per order id at a time: two would write into the same `.tmp`. */
  private readonly uploads = new Map<string, Promise<unknown>>();

  constructor(
    private readonly client: PrintClient,
    private readonly config: PrintConfig,
    private readonly clock: Clock,
  ) {
    this.inbox = new PrintInbox(client, config);
  }

  async deposit(order: DepositOrder, signal: AbortSignal): Promise<Result<DepositAccepted, Failure>> {
    const refused = capabilityFailure('PRINT', PRINT_CAPABILITIES, order);
    if (refused !== undefined) return err(refused);
    if (order.target.kind !== 'postal')
      return err(defect('PRINT_WRONG_TARGET', 'A letter to be printed needs a postal address; the plan is wrong.'));
    const { address } = order.target;
    const incomplete = envelopeFailure(address);
    if (incomplete !== undefined) return err(incomplete);
    return this.oneAtATime(order.conversationId, () => this.upload(order, address, signal));
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
      return err(toPrintFailure(error, 'prepares'));
    }
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

  private async upload(
    order: DepositOrder,
    address: PostalAddress,
    signal: AbortSignal,
  ): Promise<Result<DepositAccepted, Failure>> {
    const id = order.conversationId;
    const draft = `${this.config.outboundDir}/${id}.tmp`;
    let step: PrintStep = 'prepares';
    try {
      return await this.client.use(signal, async (session) => {
        if (await this.isHandedOver(session, id, signal)) return ok(this.accepted(id));
        const content = new PrintPackage(id, toOrderXml(order, address, this.config), order.documents);
        await session.write(draft, content.stream, signal);
        if ((await session.size(draft, signal)) !== content.size) return err(sizeDiffers());
        step = 'handsOver';
        await this.handOver(session, draft, id, signal);
        return ok(this.accepted(id));
      });
    } catch (error) {
      if (error instanceof DocumentReadError) return err(documentUnreadable(error));
      return err(toPrintFailure(error, step));
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
