import { beforeEach, describe, expect, it } from '@jest/globals';
import { ambiguous, permanent, throttled, transient, unreachable } from '#domain/failure.js';
import { err, ok } from '#domain/result.js';
import { DatabaseError } from '#persistence/database-error.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import { StaleLetter } from './letter-work.js';
import { DispatchBench, NOW } from './testing/dispatch-bench.js';
import { DEPOSIT, PLAN, ROUTED } from './testing/routed-letter.js';

let bench: DispatchBench;
beforeEach(() => {
  bench = new DispatchBench();
});

describe('a new letter', () => {
  it('is routed and its deposit committed before the channel is called, then sent', async () => {
    await bench.handle();
    expect(bench.events).toEqual(['routed', 'sent']);
    const [routed, sent] = bench.steps;
    expect(routed).toMatchObject({
      state: 'routed',
      version: 1,
      deposit: { kind: 'new', channel: 'altinn' },
      releaseLease: 'keep',
    });
    expect(sent).toMatchObject({
      state: 'sent',
      version: 2,
      dueAt: null,
      deposit: { state: 'accepted', reference: 'altinn-1', nextPollAt: NOW },
      releaseLease: 'release',
    });
    expect(bench.orders[0]?.depositId).toBe(routed?.deposit?.id);
  });

  it('waits, unrouted, while a register is away', async () => {
    bench.facts = err(transient('KRR_NO_ANSWER', 'no answer'));
    await bench.handle();
    expect(bench.asked).toEqual([]);
    expect(bench.last).toMatchObject({
      state: 'received',
      attempts: 1,
      events: [],
      lastFailure: { code: 'KRR_NO_ANSWER' },
    });
  });

  it('expires instead of being sent too late', async () => {
    await bench.handle({ expiresAt: NOW });
    expect(bench.events).toEqual(['expired']);
    expect(bench.asked).toEqual([]);
  });

  it('waits with a plan and without a deposit for availableFrom when it goes on paper', async () => {
    const availableFrom = new Date(NOW.getTime() + 1_000);
    bench.letter = { ...bench.letter, availableFrom, delivery: { digitalOnly: false, channels: ['print'] } };
    await bench.handle({ availableFrom });
    expect(bench.last).toMatchObject({ state: 'routed', dueAt: availableFrom });
    expect(bench.last?.deposit).toBeUndefined();
    expect(bench.asked).toEqual([]);
  });

  it('is left alone when somebody else has changed it', async () => {
    bench.record = 'stale';
    await expect(bench.handle()).rejects.toThrow(StaleLetter);
    expect(bench.asked).toEqual([]);
  });
});

describe('a channel that does not take it', () => {
  it.each([
    ['transient', transient('DOWN', 'down'), 1],
    ['throttled', throttled('SLOW', 'slow', NOW), 0],
  ])('is tried again after a %s failure, with the same deposit', async (_, failure, attempts) => {
    bench.deposits = [err(failure)];
    await bench.handle(ROUTED);
    expect(bench.asked).toEqual(['status altinn', 'deposit altinn']);
    expect(bench.orders[0]?.depositId).toBe('d1');
    expect(bench.last).toMatchObject({ state: 'routed', attempts, events: [] });
    expect(bench.last?.stepIndex).toBeUndefined();
    expect(bench.last?.dueAt).not.toBeNull();
  });

  it('never leads to another channel when the answer was lost', async () => {
    bench.deposits = [err(ambiguous('LOST', 'lost'))];
    await bench.handle();
    expect(bench.last).toMatchObject({ state: 'routed', events: [], deposit: { state: 'ambiguous' } });
    expect(bench.asked).toEqual(['deposit altinn']);
  });

  it('leads to the next channel when it is confirmed unable', async () => {
    bench.deposits = [err(unreachable('NO_ROLE', 'nobody may read it'))];
    await bench.handle();
    expect(bench.last).toMatchObject({
      state: 'routed',
      stepIndex: 1,
      dueAt: NOW,
      deposit: { state: 'refused' },
      events: [
        { type: 'rerouted', channel: 'print', reason: { code: 'NO_ROLE' }, details: { from: 'altinn', to: 'print' } },
      ],
    });
  });

  it('ends the letter when there is no further channel', async () => {
    bench.deposits = [err(unreachable('NO_ROLE', 'nobody may read it'))];
    bench.letter = { ...bench.letter, delivery: { digitalOnly: false, channels: ['altinn'] } };
    await bench.handle({ ...ROUTED, plan: { ...PLAN, steps: PLAN.steps.slice(0, 1) } });
    expect(bench.last).toMatchObject({
      state: 'failed',
      events: [{ reason: { code: 'NO_CHANNEL_LEFT' }, details: { blame: 'recipient' } }],
    });
  });

  it('ends the letter when it says that this letter will never do', async () => {
    bench.deposits = [err(permanent('BAD_PDF', 'not a PDF', 'sender'))];
    await bench.handle();
    expect(bench.last).toMatchObject({
      state: 'failed',
      events: [{ reason: { code: 'BAD_PDF' }, details: { blame: 'sender' } }],
    });
  });

  it('holds the letter when the budget is used up', async () => {
    bench.deposits = [err(transient('DOWN', 'down'))];
    await bench.handle({ ...ROUTED, attempts: 1_000 });
    expect(bench.last).toMatchObject({
      state: 'held',
      dueAt: null,
      events: [{ reason: { code: 'RETRIES_USED_UP' }, details: { cause: 'DOWN' } }],
    });
  });
});

describe('a deposit without an answer', () => {
  it('is sent when the channel has it, and is not handed over again', async () => {
    bench.status = ok({ kind: 'known', reference: 'r9', receipts: [], settled: false });
    await bench.handle(ROUTED);
    expect(bench.asked).toEqual(['status altinn']);
    expect(bench.last).toMatchObject({ state: 'sent', deposit: { state: 'accepted', reference: 'r9' } });
  });

  it('is asked about before the letter may expire', async () => {
    bench.status = ok({ kind: 'known', reference: 'r9', receipts: [], settled: false });
    await bench.handle({ ...ROUTED, expiresAt: NOW });
    expect(bench.events).toEqual(['sent']);
  });

  it('stays open when the channel cannot be asked either', async () => {
    bench.status = err(transient('DOWN', 'down'));
    await bench.handle({ ...ROUTED, deposit: { ...DEPOSIT, state: 'ambiguous' } });
    expect(bench.asked).toEqual(['status altinn']);
    expect(bench.last).toMatchObject({ state: 'routed', attempts: 1, events: [] });
  });
});

describe('a letter after its delivery', () => {
  const DELIVERED: Partial<ClaimedLetter> = {
    ...ROUTED,
    state: 'delivered',
    readDeadlineAt: NOW,
    deposit: { ...DEPOSIT, state: 'accepted', reference: 'r1' },
  };

  it('goes on paper when its read deadline is over and it is not opened', async () => {
    bench.status = ok({ kind: 'known', reference: 'r1', receipts: [], settled: false });
    await bench.handle(DELIVERED);
    expect(bench.events).toEqual(['read-deadline-passed', 'rerouted']);
    expect(bench.last).toMatchObject({ state: 'routed', stepIndex: 1, readDeadlineAt: null });
    expect(bench.last?.deposit).toBeUndefined();
  });

  it('stays when it was opened meanwhile', async () => {
    const receipt = {
      kind: 'receipt',
      sourceId: 's',
      raw: Buffer.alloc(0),
      rawMediaType: 'x',
      match: {},
      event: { type: 'opened', at: NOW },
    } as const;
    bench.status = ok({ kind: 'known', reference: 'r1', receipts: [receipt], settled: false });
    await bench.handle(DELIVERED);
    expect(bench.last).toMatchObject({ state: 'delivered', events: [], dueAt: null, readDeadlineAt: null });
  });

  it('stays while the channel does not answer, and is never held for that', async () => {
    bench.status = err(transient('DOWN', 'down'));
    await bench.handle({ ...DELIVERED, attempts: 10_000 });
    expect(bench.last).toMatchObject({ state: 'delivered', events: [] });
    expect(bench.last?.dueAt).not.toBeNull();
  });

  it('goes on when the channel reported afterwards that it cannot deliver', async () => {
    await bench.handle({ ...ROUTED, state: 'sent', deposit: { ...DEPOSIT, state: 'refused' } });
    expect(bench.events).toEqual(['rerouted']);
    expect(bench.last).toMatchObject({ stepIndex: 1, state: 'routed' });
  });

  it('stays with its channel when nothing says that it was refused', async () => {
    await bench.handle({ ...ROUTED, state: 'sent', deposit: { ...DEPOSIT, state: 'accepted' } });
    expect(bench.last).toMatchObject({ state: 'sent', events: [], dueAt: null });
  });

  it('is never handed over again by a release', async () => {
    await bench.handle({ ...ROUTED, resumeState: 'delivered', deposit: { ...DEPOSIT, state: 'accepted' } });
    expect(bench.asked).toEqual([]);
    expect(bench.last).toMatchObject({ state: 'delivered', events: [] });
  });
});

describe('a letter whose handling broke off', () => {
  const LONG_OUTAGE = 20;

  it('is not held because the database was away, whatever it has waited for before', async () => {
    await bench.brokeOff(new DatabaseError('record-steps', '57P01'), { ...ROUTED, attempts: LONG_OUTAGE });
    expect(bench.last).toMatchObject({ state: 'routed', events: [], lastFailure: { kind: 'transient' } });
    expect(bench.last?.dueAt).not.toBeNull();
  });

  it('is held in the end when it breaks the gateway every time', async () => {
    await bench.brokeOff(new TypeError('x is not a function'), { ...ROUTED, attempts: LONG_OUTAGE });
    expect(bench.last).toMatchObject({ state: 'held', lastFailure: { code: 'DISPATCH_DEFECT' } });
  });

  it('counts rows that the database refuses as a defect', async () => {
    await bench.brokeOff(new DatabaseError('record-steps', '22P02'), ROUTED);
    expect(bench.last).toMatchObject({ lastFailure: { code: 'DISPATCH_DEFECT' } });
  });
});
