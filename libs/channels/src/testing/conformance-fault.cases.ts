import { describe, expect, it } from '@jest/globals';
import type { Failure } from '#domain/failure.js';
import type { FaultMode } from '../simulation/faults.js';
import { RETRY_AFTER_SECONDS } from '../simulation/network-faults.js';
import type { ConformanceHarness } from './conformance.harness.js';

/** More calls than any adapter makes for one deposit. */
const MOST_CALLS = 30;
const UNCONFIRMED: readonly Failure['kind'][] = ['transient', 'ambiguous'];

interface Struck {
  /** Failure kinds by the number of the call that was hit. */
  readonly failures: readonly Failure['kind'][];
  /** What status() said after each. */
  readonly known: readonly boolean[];
}

export function describeFaultCases(harness: ConformanceHarness): void {
  /**
   * Hits each call of a deposit in turn, and after each asks status() and repeats the deposit: whichever call is
   * struck, one letter must arrive.
   */
  async function strikeEachCall(mode: FaultMode): Promise<Struck> {
    const failures: Failure['kind'][] = [];
    const known: boolean[] = [];
    for (let call = 0; call < MOST_CALLS; call += 1) {
      harness.dice.hitAfter(call);
      harness.fault(mode, 1);
      const order = harness.order();
      const result = await harness.deposit(order);
      const played = harness.dice.wasPlayed;
      harness.calm();
      if (!played) return { failures, known };
      if (!result.ok) {
        failures.push(result.error.kind);
        known.push((await harness.status(order)).kind === 'known');
      }
      await harness.mustDeposit(order);
      await harness.delivery(order);
      await harness.settle();
      expect(harness.deliveriesOf(order)).toHaveLength(1);
    }
    throw new Error(`A deposit that makes ${String(MOST_CALLS)} calls, or never ends.`);
  }

  describe('faults', () => {
    if (harness.subject.transport === 'http') {
      it('429 is throttled until the time that the provider gives', async () => {
        harness.fault('error-429');
        const before = harness.context.simulator.clock.now().getTime();
        const result = await harness.deposit(harness.order());
        const after = harness.context.simulator.clock.now().getTime();
        if (result.ok || result.error.kind !== 'throttled') throw new Error('Expected a throttled failure.');
        // HTTP dates and seconds are whole, so a second of slack on the early side.
        expect(result.error.retryAt.getTime()).toBeGreaterThanOrEqual(before + (RETRY_AFTER_SECONDS - 1) * 1000);
        expect(result.error.retryAt.getTime()).toBeLessThanOrEqual(after + RETRY_AFTER_SECONDS * 1000);
      });
    }

    it('a refused connection is transient: nothing can have been sent', async () => {
      const alone = await harness.startAnother();
      try {
        await alone.simulator.stop();
        const result = await alone.channel.deposit(harness.order(), AbortSignal.timeout(20_000));
        expect(result).toMatchObject({ ok: false, error: { kind: 'transient' } });
      } finally {
        await alone.stop();
      }
    }, 30_000);

    it('an error 500 is never confirmed, and the letter arrives once when it is tried again', async () => {
      const { failures } = await strikeEachCall('error-500');
      expect(failures.length).toBeGreaterThan(0);
      expect(UNCONFIRMED).toEqual(expect.arrayContaining([...new Set(failures)]));
    }, 60_000);

    it('a connection reset before the provider acts is never confirmed, status() is unknown, and one letter arrives', async () => {
      const { failures, known } = await strikeEachCall('reset');
      expect(failures.length).toBeGreaterThan(0);
      expect(UNCONFIRMED).toEqual(expect.arrayContaining([...new Set(failures)]));
      expect(known).not.toContain(true);
    }, 60_000);

    it('a lost answer is ambiguous, status() finds the letter, and a repeat leaves one', async () => {
      const { failures, known } = await strikeEachCall('drop-after-accept');
      expect(UNCONFIRMED).toEqual(expect.arrayContaining([...new Set(failures)]));
      // At the call that hands the letter over, and only there, status() must know it.
      const resolved = failures.filter((_kind, index) => known[index] === true);
      expect(resolved.length).toBeGreaterThan(0);
      expect(new Set(resolved)).toEqual(new Set(['ambiguous']));
    }, 60_000);

    it('a slow provider is waited for', async () => {
      harness.fault('slow');
      const order = harness.order();
      await harness.mustDeposit(order);
      expect((await harness.delivery(order)).reference).toBe(order.conversationId);
    });

    it('an aborted signal ends a deposit that hangs, unconfirmed', async () => {
      harness.fault('timeout');
      const begun = performance.now();
      const result = await harness.deposit(harness.order(), AbortSignal.timeout(100));
      expect(performance.now() - begun).toBeLessThan(3_000);
      if (result.ok) throw new Error('Expected a failure.');
      expect(UNCONFIRMED).toContain(result.error.kind);
    });

    it('a signal that is aborted already sends nothing', async () => {
      const order = harness.order();
      const result = await harness.deposit(order, AbortSignal.abort());
      expect(result.ok).toBe(false);
      await harness.settle();
      expect(harness.deliveriesOf(order)).toHaveLength(0);
    });
  });
}
