import { describe, expect, it } from '@jest/globals';
import type { ConformanceHarness } from './conformance.harness.js';
import { aDocument } from './order-builder.js';
import { syntheticPdf } from './synthetic-pdf.js';

export function describeDepositCases(harness: ConformanceHarness): void {
  const { recipients, mediaTypes, maxTotalBytes, maxDocuments } = harness.capabilities;

  describe('deposit', () => {
    it.each([...recipients])('to a %s is accepted, and the provider really holds the letter', async (kind) => {
      const target = harness.context.targets[kind];
      if (target === undefined)
        throw new Error(`The descriptor declares ${kind}; the context has nobody of that kind.`);
      const order = harness.order({
        target,
        documents: [aDocument({ text: 'main' }), aDocument({ text: 'attachment', fileName: 'kart.pdf' })],
      });
      const accepted = await harness.mustDeposit(order);
      expect(accepted.reference).not.toBe('');
      const delivery = await harness.delivery(order);
      expect(delivery.channel).toBe(harness.descriptor.id);
      expect(delivery.documents.map((document) => document.sha256)).toEqual(
        order.documents.map((document) => document.sha256),
      );
    });

    it.each([...mediaTypes])('takes the declared media type %s as attachment', async (mediaType) => {
      const bytes = mediaType === 'application/pdf' ? syntheticPdf('vedlegg') : Buffer.from('vedlegg');
      const order = harness.order({ documents: [aDocument(), aDocument({ mediaType, fileName: 'vedlegg', bytes })] });
      await harness.mustDeposit(order);
      const delivery = await harness.delivery(order);
      expect(delivery.documents[1]?.sha256).toBe(order.documents[1]?.sha256);
    });

    it('of the same deposit id twice leaves one letter with the recipient', async () => {
      const order = harness.order();
      const first = await harness.mustDeposit(order);
      const second = await harness.mustDeposit(order);
      expect(second.reference).toBe(first.reference);
      await harness.delivery(order);
      await harness.settle();
      expect(harness.deliveriesOf(order)).toHaveLength(1);
    });

    it('of the same deposit id twice at the same time leaves one letter with the recipient', async () => {
      const order = harness.order();
      await Promise.all([harness.deposit(order), harness.deposit(order)]);
      await harness.mustDeposit(order);
      await harness.delivery(order);
      await harness.settle();
      expect(harness.deliveriesOf(order)).toHaveLength(1);
    });

    it('of two letters at the same time delivers both', async () => {
      const orders = [harness.order(), harness.order(), harness.order()];
      await Promise.all(orders.map((order) => harness.mustDeposit(order)));
      for (const order of orders) await harness.delivery(order);
      expect(orders.map((order) => harness.deliveriesOf(order).length)).toEqual([1, 1, 1]);
    });

    const tooMuch = {
      'more bytes than declared': () => [{ claimedSize: maxTotalBytes + 1 }],
      'a media type that is not declared': () => [
        {},
        { mediaType: 'application/x-not-declared', fileName: 'ukjent.bin' },
      ],
      'more documents than declared': () => Array.from({ length: maxDocuments + 1 }, () => ({})),
    };
    it.each(Object.entries(tooMuch))(
      'of %s is permanent, before any call and before a byte is read',
      async (_what, documents) => {
        // Were there a call, it would be reset and the failure another.
        harness.fault('reset');
        let opened = 0;
        const onOpen = (): void => {
          opened += 1;
        };
        const order = harness.order({ documents: documents().map((wishes) => aDocument({ ...wishes, onOpen })) });
        const result = await harness.deposit(order);
        expect(result).toMatchObject({ ok: false, error: { kind: 'permanent', blame: 'sender' } });
        expect(opened).toBe(0);
      },
    );
  });

  describe('status', () => {
    it('does not know a deposit that was never made', async () => {
      expect(await harness.status(harness.order())).toEqual({ kind: 'unknown' });
    });

    it('knows a deposit by its own names when the reference is lost', async () => {
      const order = harness.order();
      const accepted = await harness.mustDeposit(order);
      expect(await harness.status(order)).toMatchObject({ kind: 'known', reference: accepted.reference });
    });
  });
}
