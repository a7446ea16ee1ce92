import type { ReceiptSource } from '#contract/receipt.js';

/** An event of the log on its way out as a receipt. */
export interface OutboxEvent extends ReceiptSource {
  /** Decimal string: place in the log. */
  readonly position: string;
}
