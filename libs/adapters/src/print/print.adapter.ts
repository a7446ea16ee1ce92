import type { OnApplicationShutdown } from '@nestjs/common';
import type {
  Channel,
  ChannelNeed,
  DepositAccepted,
  DepositQuery,
  DepositStatus,
  ReceiptInbox,
} from '#channels/channel.port.js';
import { capabilityFailure } from '#channels/check-capabilities.js';
import type { DepositOrder } from '#channels/deposit-order.js';
import { Provider } from '#channels/provider.decorator.js';
import type { Failure } from '#domain/failure.js';
import { err, type Result } from '#domain/result.js';
import type { PostalOrder, PrintVendor } from './print-vendor.js';
import { PRINT_CAPABILITIES } from './print.capabilities.js';
import { wrongTarget } from './print.errors.js';
import { envelopeFailure } from './print.mapper.js';

/** Paper: what holds whoever prints is checked here, then the vendor that `PRINT_VENDOR` names has the letter. */
@Provider({ id: 'print', displayName: 'Sentral print', role: 'channel', capabilities: PRINT_CAPABILITIES })
export class PrintAdapter implements Channel, OnApplicationShutdown {
  readonly inbox: ReceiptInbox;
  readonly needs?: ChannelNeed;

  constructor(private readonly vendor: PrintVendor) {
    this.inbox = vendor.inbox;
    if (vendor.needs !== undefined) this.needs = vendor.needs;
  }

  async deposit(order: DepositOrder, signal: AbortSignal): Promise<Result<DepositAccepted, Failure>> {
    const refused = capabilityFailure('PRINT', PRINT_CAPABILITIES, order);
    if (refused !== undefined) return err(refused);
    if (!isPostal(order)) return err(wrongTarget());
    const incomplete = envelopeFailure(order.target.address);
    return incomplete === undefined ? this.vendor.deposit(order, signal) : err(incomplete);
  }

  status(query: DepositQuery, signal: AbortSignal): Promise<Result<DepositStatus, Failure>> {
    return this.vendor.status(query, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.vendor.onApplicationShutdown();
  }
}

function isPostal(order: DepositOrder): order is PostalOrder {
  return order.target.kind === 'postal';
}
