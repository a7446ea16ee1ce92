import { describe, expect, it } from '@jest/globals';
import type { DepositOrder } from '../deposit-order.js';
import type { MatchableReceipt } from '../provider-receipt.js';
import type { ConformanceHarness } from './conformance.harness.js';
import { eventually } from './eventually.js';
import { ARRIVED, receiptsOf } from './receipt-of.js';

export function describeReceiptCases(harness: ConformanceHarness): void {
  async function sent(
    wishes: Parameters<typeof harness.order>[0] = {},
  ): Promise<{ order: DepositOrder; reference: string }> {
    const order = harness.order(wishes);
    const { reference } = await harness.mustDeposit(order);
    return { order, reference };
  }

  describe('receipts', () => {
    it('tell that the letter has arrived, with the bytes as proof and a time of their own', async () => {
      const deposit = await sent();
      const seen = await harness.receiptsUntil(
        'an arrival receipt',
        deposit.order,
        deposit.reference,
        (receipts) => receiptsOf(receipts, deposit, ARRIVED).length > 0,
      );
      const [arrival] = receiptsOf(seen, deposit, ARRIVED);
      expect(arrival?.raw.length).toBeGreaterThan(0);
      expect(arrival?.sourceId).not.toBe('');
      const ageMs = harness.context.simulator.clock.now().getTime() - (arrival?.event.at.getTime() ?? 0);
      expect(Math.abs(ageMs)).toBeLessThan(60_000);
    });

    it('keep their source id when they are read again', async () => {
      const deposit = await sent();
      const first = await readUntilArrived(deposit);
      const second = await readUntilArrived(deposit);
      expect(second[0]?.sourceId).toBe(first[0]?.sourceId);
    });

    it.each(['duplicate-receipts', 'shuffle-receipts'] as const)(
      'are harmless with %s: each thing told has one source id',
      async (mode) => {
        harness.fault(mode);
        const deposits = [await sent(), await sent(), await sent()];
        for (const deposit of deposits) {
          const seen = await readUntilArrived(deposit);
          expect(new Set(seen.map((receipt) => receipt.sourceId)).size).toBe(1);
        }
      },
    );

    it('that cannot be read are quarantined, and do not stop the others', async () => {
      const deposit = await sent();
      await harness.context.breakReceipt({
        conversationId: deposit.order.conversationId,
        reference: deposit.reference,
      });
      const seen = await harness.receiptsUntil(
        'a quarantined receipt and an arrival',
        deposit.order,
        deposit.reference,
        (receipts) =>
          receiptsOf(receipts, deposit, ARRIVED).length > 0 &&
          receipts.some((receipt) => receipt.kind === 'quarantined'),
      );
      const quarantined = seen.find((receipt) => receipt.kind === 'quarantined');
      expect(quarantined).toMatchObject({ reason: { code: expect.stringMatching(/^[A-Z][A-Z0-9_]+$/) } });
      expect(quarantined?.raw.length).toBeGreaterThan(0);
    });

    if (harness.capabilities.reportsOpening) {
      it('tell when the recipient has opened the letter', async () => {
        // Mailboxes tell it only when the sender has ordered it.
        const deposit = await sent({ letter: { openReceipt: true } });
        const { id } = await harness.delivery(deposit.order);
        const opened = await Promise.all(
          harness.context.simulator.simulators.map(async (simulator) => simulator.open?.(id)),
        );
        expect(opened).toContain(true);
        await harness.receiptsUntil(
          'an opening receipt',
          deposit.order,
          deposit.reference,
          (receipts) => receiptsOf(receipts, deposit, ['opened']).length > 0,
        );
      });
    }

    it('are confirmed as often as one likes; then an inbox is empty, and status() tells the same again', async () => {
      const deposit = await sent();
      const [arrival] = await readUntilArrived(deposit);
      // A provider may keep several receipts in one file, which goes when all of them are confirmed.
      for (const receipt of await harness.read(deposit.order, deposit.reference)) {
        await harness.confirm(receipt);
        await harness.confirm(receipt);
      }
      const left = receiptsOf(await harness.read(deposit.order, deposit.reference), deposit, ARRIVED);
      const expected = harness.context.channel.inbox === undefined ? [arrival?.sourceId] : [];
      expect(left.map((receipt) => receipt.sourceId)).toEqual(expected);
    });

    it('hints that cannot be read are refused, without a throw', () => {
      const { callback } = harness.context.channel;
      const bodies = [Buffer.from('not json'), Buffer.from('[]'), Buffer.from('{"type":42}')];
      for (const body of bodies) {
        const result = callback?.parse({ headers: {}, body });
        expect(result?.ok === true ? result.value : []).toEqual([]);
      }
    });
  });

  /** Confirms nothing. */
  function readUntilArrived(deposit: { order: DepositOrder; reference: string }): Promise<MatchableReceipt[]> {
    return eventually('an arrival receipt', async () => {
      const arrivals = receiptsOf(await harness.read(deposit.order, deposit.reference), deposit, ARRIVED);
      return arrivals.length > 0 ? arrivals : undefined;
    });
  }
}
