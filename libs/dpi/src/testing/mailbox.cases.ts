import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DepositOrder } from '#channels/deposit-order.js';
import type { MatchableReceipt } from '#channels/provider-receipt.js';
import type { ConformanceContext } from '#channels/testing/conformance-context.js';
import { eventually } from '#channels/testing/eventually.js';
import { aDocument, anOrder, type OrderWishes } from '#channels/testing/order-builder.js';
import { RevokedCertificates } from '../simulator/revoked-certificates.js';
import { dpiUnderTest, type DpiSubject } from './dpi-conformance.js';

/** How old a revocation list may become before it is fetched again, by default. */
const QUARTER_MS = 15 * 60_000;

/** What DPI promises beyond a channel in general; for each mailbox, against the access point's simulator. */
export function describeMailboxCases(subject: DpiSubject): void {
  describe(`what a mailbox does beside (${subject.party})`, () => {
    let context: ConformanceContext;

    beforeAll(async () => {
      context = await dpiUnderTest(subject).start({});
    });
    afterEach(() => {
      context.simulator.faults.clear();
    });
    afterAll(() => context.stop());

    function order(wishes: Partial<OrderWishes> = {}): DepositOrder {
      const { person: target } = context.targets;
      if (target === undefined) throw new Error('The context has a person.');
      return anOrder({ target, sender: context.sender, at: context.simulator.clock.now(), ...wishes });
    }

    async function deposit(letter: DepositOrder): Promise<void> {
      const result = await context.channel.deposit(letter, AbortSignal.timeout(10_000));
      if (!result.ok) throw new Error(`${result.error.code}: ${result.error.text}`);
    }

    function receiptOf(letter: DepositOrder, signer = context.sender): Promise<MatchableReceipt> {
      return eventually('a receipt', async () => {
        const result = await context.channel.inbox?.fetch({ signer, limit: 100 }, AbortSignal.timeout(10_000));
        if (result?.ok !== true) throw new Error('The inbox did not answer.');
        return result.value.find(
          (receipt): receipt is MatchableReceipt =>
            receipt.kind === 'receipt' && receipt.match.conversationId === letter.conversationId,
        );
      });
    }

    const deliveries = (letter: DepositOrder): string[] =>
      [...context.simulator.world.deliveries.values()]
        .filter(({ reference }) => reference === letter.conversationId)
        .map(({ id }) => id);

    it('takes documents that are called the same, by file name and by title', async () => {
      const letter = order({
        documents: [aDocument({ text: 'one' }), aDocument({ text: 'two' }), aDocument({ text: 'three' })],
      });
      await deposit(letter);
      expect((await receiptOf(letter)).event.type).toBe('delivered');
      const [id = ''] = deliveries(letter);
      const names = context.simulator.world.deliveries.get(id)?.documents.map(({ fileName }) => fileName);
      expect(names).toEqual(['vedtak.pdf', 'vedtak (2).pdf', 'vedtak (3).pdf']);
    });

    it('a supplier signs for the sender, and gets the receipts', async () => {
      const supplier = '313003000';
      const letter = order({ letter: { sender: { organisationNumber: context.sender, supplier, unit: 'enhet' } } });
      await deposit(letter);
      expect((await receiptOf(letter, supplier)).event.type).toBe('delivered');
      expect(deliveries(letter)).toHaveLength(1);
    });

    it('an address that the mailbox does not know fails the letter, and says why', async () => {
      const { target } = order();
      if (target.kind !== 'mailbox') throw new Error('The target is a mailbox.');
      const letter = order({ target: { ...target, mailbox: { ...target.mailbox, address: 'ingen#0000' } } });
      await deposit(letter);
      expect((await receiptOf(letter)).event).toMatchObject({
        type: 'failed',
        reason: { code: 'MAILBOX_UNKNOWN' },
        details: { blame: 'recipient' },
      });
      expect(deliveries(letter)).toEqual([]);
    });

    it('a mailbox that refuses fails the letter', async () => {
      context.simulator.faults.set({ service: subject.party, mode: 'reject', rate: 1 });
      const letter = order();
      await deposit(letter);
      expect((await receiptOf(letter)).event).toMatchObject({ type: 'failed', details: { faultType: 'KLIENT' } });
      expect(deliveries(letter)).toEqual([]);
    });

    it.each([
      ['reset', 0],
      ['error-500', 0],
      ['error-429', 0],
      ['timeout', 0],
      ['drop-after-accept', 1],
    ] as const)('a mailbox with %s fails the call, and a repeat of it delivers once', async (mode, delivered) => {
      context.simulator.faults.set({ service: subject.party, mode, rate: 1, count: 1 });
      const letter = order();
      const struck = await context.channel.deposit(letter, AbortSignal.timeout(1_500));
      expect(struck.ok).toBe(false);
      expect(deliveries(letter)).toHaveLength(delivered);
      await deposit(letter);
      expect(deliveries(letter)).toHaveLength(1);
    });

    it('a fault of the other mailbox does not concern it', async () => {
      const other = subject.party === 'digipost' ? 'eboks' : 'digipost';
      context.simulator.faults.set({ service: other, mode: 'error-500', rate: 1 });
      const letter = order();
      await deposit(letter);
      expect(deliveries(letter)).toHaveLength(1);
    });

    it('tells that a letter was opened only when that was ordered', async () => {
      const letters = [order(), order({ letter: { openReceipt: true } })];
      for (const letter of letters) {
        await deposit(letter);
        for (const simulator of context.simulator.simulators) await simulator.open?.(deliveries(letter)[0] ?? '');
      }
      const opened = await eventually('the opening receipt', async () => {
        const result = await context.channel.inbox?.fetch(
          { signer: context.sender, limit: 100 },
          AbortSignal.timeout(10_000),
        );
        const found =
          result?.ok === true
            ? result.value.flatMap((one) => (one.kind === 'receipt' && one.event.type === 'opened' ? [one] : []))
            : [];
        return found.length > 0 ? found : undefined;
      });
      expect(opened.map(({ match }) => match.conversationId)).toEqual([letters[1]?.conversationId]);
    });

    it('keeps the exact bytes of package and message', async () => {
      const letter = order();
      await deposit(letter);
      const { blobs } = context.simulator.world;
      expect((await blobs.get(`${letter.depositId}/raw`))?.length).toBeGreaterThan(1000);
      expect((await blobs.get(`${letter.depositId}/sbd`))?.toString('utf8')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    });

    it('does not seal a letter for a certificate that its issuer has revoked', async () => {
      const { clock, world, keys } = context.simulator;
      const certificates = new RevokedCertificates({ world, keys, clock });
      await deposit(order());
      await certificates.set(subject.party, 'revoked');
      try {
        // By the copy that the channel has, it is still good; a quarter of an hour later it asks again.
        clock.setOffset(clock.offset + QUARTER_MS);
        const letter = order();
        const result = await context.channel.deposit(letter, AbortSignal.timeout(10_000));
        expect(result).toMatchObject({
          ok: false,
          error: { kind: 'permanent', code: 'RECIPIENT_CERTIFICATE_REVOKED', blame: 'channel' },
        });
        expect(deliveries(letter)).toEqual([]);
      } finally {
        await certificates.set(subject.party, 'good');
        clock.setOffset(clock.offset + QUARTER_MS);
      }
      await deposit(order());
    });

    it('waits when the revocation list cannot be had, and does not when it is still good', async () => {
      const { clock, faults } = context.simulator;
      await deposit(order());
      faults.set({ service: 'crl', mode: 'error-500', rate: 1 });
      clock.setOffset(clock.offset + QUARTER_MS);
      await deposit(order());
      clock.setOffset(clock.offset + 100 * QUARTER_MS);
      const result = await context.channel.deposit(order(), AbortSignal.timeout(10_000));
      expect(result).toMatchObject({
        ok: false,
        error: { kind: 'transient', code: 'RECIPIENT_CERTIFICATE_REVOCATION_UNKNOWN' },
      });
      faults.clear();
      clock.setOffset(clock.offset + QUARTER_MS);
      await deposit(order());
    });

    it('does not take a certificate of another organisation than the mailbox', async () => {
      const { target } = order();
      if (target.kind !== 'mailbox') throw new Error('The target is a mailbox.');
      const certificate = context.simulator.keys.get('310000003')?.certificate ?? '';
      const letter = order({ target: { ...target, mailbox: { ...target.mailbox, certificate } } });
      const result = await context.channel.deposit(letter, AbortSignal.timeout(10_000));
      expect(result).toMatchObject({
        ok: false,
        error: { kind: 'permanent', code: 'RECIPIENT_CERTIFICATE_OF_ANOTHER' },
      });
    });
  });
}
