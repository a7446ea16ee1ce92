import type { DepositOrder } from '../deposit-order.js';
import type { MatchableReceipt, ProviderReceipt, ReceiptEventType } from '../provider-receipt.js';

/** On paper `printed` is what `delivered` is in a mailbox: both move the letter to delivered. */
export const ARRIVED: readonly ReceiptEventType[] = ['delivered', 'printed'];

/** The receipts that name this deposit, by whichever of its three names. */
export function receiptsOf(
  receipts: readonly ProviderReceipt[],
  deposit: { readonly order: DepositOrder; readonly reference: string },
  types?: readonly ReceiptEventType[],
): MatchableReceipt[] {
  return receipts
    .filter((receipt) => receipt.kind === 'receipt')
    .filter(
      ({ match }) =>
        match.depositId === deposit.order.depositId ||
        match.reference === deposit.reference ||
        match.conversationId === deposit.order.conversationId,
    )
    .filter((receipt) => types === undefined || types.includes(receipt.event.type));
}
