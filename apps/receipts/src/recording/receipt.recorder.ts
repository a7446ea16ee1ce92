import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { MatchableReceipt, ProviderReceipt, QuarantinedReceipt } from '#channels/provider-receipt.js';
import type { ChannelId } from '#domain/channel-id.js';
import type { Clock } from '#domain/clock.js';
import { isDataError } from '#persistence/data-error.js';
import type { ReceiptVerdict } from '#persistence/records/receipt-verdict.js';
import { ReceiptStore } from '#persistence/receipt.store.js';
import type { Logger } from '#platform/logger.js';
import { CLOCK, LOGGER } from '#platform/tokens.js';
import { ReceiptsMetrics } from '../receipts.metrics.js';
import { decideReceipt } from './decide-receipt.js';

/** Stores one receipt with its effect in one transaction. When it returns, the provider may be told, unless it came `early`. */
@Injectable()
export class ReceiptRecorder {
  constructor(
    @Inject(ReceiptStore) private readonly store: ReceiptStore,
    @Inject(ReceiptsMetrics) private readonly metrics: ReceiptsMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Throws DatabaseError; then nothing is stored and the receipt must not be confirmed. What the database refuses for its
   * content is kept as bytes instead, for it would be refused every time and stand in the way of all that follow.
   */
  async record(channel: ChannelId, receipt: ProviderReceipt): Promise<ReceiptVerdict> {
    try {
      return await this.keep(channel, receipt);
    } catch (error) {
      if (!isDataError(error) || receipt.kind === 'quarantined') throw error;
      this.logger.error({ channel, code: 'RECEIPT_NOT_STORABLE', err: error }, 'a receipt is kept as bytes only');
      return this.keep(channel, setAside(receipt));
    }
  }

  private async keep(channel: ChannelId, receipt: ProviderReceipt): Promise<ReceiptVerdict> {
    const now = this.clock.now();
    const verdict = await this.store.record({ ...receipt, channel, receivedAt: now }, (letter) =>
      receipt.kind === 'receipt' ? decideReceipt(receipt, letter, { channel, now, newId: randomUUID }) : undefined,
    );
    this.metrics.recorded(channel, verdict);
    this.log(channel, receipt, verdict);
    return verdict;
  }

  private log(channel: ChannelId, receipt: ProviderReceipt, verdict: ReceiptVerdict): void {
    const what = receipt.kind === 'receipt' ? { type: receipt.event.type } : { code: receipt.reason.code };
    const line = { channel, verdict, ...what };
    if (verdict === 'recorded' || verdict === 'duplicate' || verdict === 'early') this.logger.debug(line, 'receipt');
    else this.logger.warn(line, 'receipt kept, but not applied to a letter');
  }
}

function setAside({ sourceId, raw, rawMediaType }: MatchableReceipt): QuarantinedReceipt {
  return {
    kind: 'quarantined',
    sourceId,
    raw,
    rawMediaType,
    reason: {
      code: 'RECEIPT_NOT_STORABLE',
      text: 'The receipt was set aside: the database does not take what it says. Read its bytes and report it.',
    },
  };
}
