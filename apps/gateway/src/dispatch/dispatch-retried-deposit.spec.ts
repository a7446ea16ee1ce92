import { beforeEach, describe, expect, it } from '@jest/globals';
import type { PlanStep } from '#domain/delivery-plan.js';
import { ok } from '#domain/result.js';
import type { ClaimedLetter } from '#persistence/records/claimed-letter.js';
import { DispatchBench, NOW } from './testing/dispatch-bench.js';
import { DEPOSIT, PLAN, ROUTED } from './testing/routed-letter.js';

let bench: DispatchBench;
beforeEach(() => {
  bench = new DispatchBench();
});

describe('a deposit that is tried again when the facts now lead to paper', () => {
  const LONG_AGO = '2026-11-23T08:00:00.000Z';
  const OLD = { ...PLAN, evidence: [{ register: 'enhetsregisteret', what: 'active', at: LONG_AGO }] };

  beforeEach(() => {
    bench.facts = ok({
      kind: 'organisation',
      organisation: { status: 'deleted' },
      evidence: [{ register: 'enhetsregisteret', what: 'deleted', at: NOW.toISOString() }],
    });
  });

  const IN_PEACE = { kind: 'ambiguous', code: 'ROUTE_CHANGED', text: 'x' } as const;

  it.each<[string, Partial<ClaimedLetter>]>([
    ['the last answer was lost', {}],
    ['the register failed since', { lastFailure: { kind: 'transient', code: 'KRR_NO_ANSWER', text: 'x' } }],
    ['the letter has expired', { expiresAt: NOW }],
  ])('calls nobody for five minutes when %s', async (_why, row) => {
    await bench.handle({ ...ROUTED, deposit: { ...DEPOSIT, state: 'ambiguous' }, ...row });
    expect(bench.asked).toEqual(['status altinn']);
    expect(bench.last).toMatchObject({
      state: 'routed',
      events: [],
      attempts: 0,
      dueAt: new Date(NOW.getTime() + 300_000),
      lastFailure: { kind: 'ambiguous', code: 'ROUTE_CHANGED' },
      deposit: { id: 'd1', state: 'ambiguous' },
    });
  });

  it('goes where the facts lead after that, when the channel still has not got it', async () => {
    await bench.handle({ ...ROUTED, deposit: { ...DEPOSIT, state: 'ambiguous' }, lastFailure: IN_PEACE });
    expect(bench.asked).toEqual(['status altinn', 'deposit print']);
    expect(bench.events).toEqual(['rerouted', 'sent']);
  });

  it('expires after that, when the channel still has not got it', async () => {
    const row = { deposit: { ...DEPOSIT, state: 'ambiguous' as const }, lastFailure: IN_PEACE, expiresAt: NOW };
    await bench.handle({ ...ROUTED, ...row });
    expect(bench.events).toEqual(['expired']);
  });

  it('waits as long as a slow line needs for big documents', async () => {
    const [document] = [{ documentId: 'd', title: 'a', fileName: 'a.pdf', mediaType: 'application/pdf' }];
    bench.letter = { ...bench.letter, documents: [{ ...document, size: 60_000_000, sha256: '' }] };
    await bench.handle({ ...ROUTED, deposit: { ...DEPOSIT, state: 'ambiguous' } });
    expect(bench.last).toMatchObject({ dueAt: new Date(NOW.getTime() + 360_000) });
  });

  it('is in doubt when our own fault hides what the channel did', async () => {
    await bench.brokeOff(new Error('oops'), ROUTED);
    expect(bench.last).toMatchObject({ deposit: { kind: 'change', id: 'd1', state: 'ambiguous' } });
  });

  it('comes back for facts that take long, after the channel was asked', async () => {
    bench.facts = 'late';
    await bench.handle(ROUTED);
    expect(bench.asked).toEqual(['status altinn']);
    expect(bench.last).toMatchObject({ state: 'routed', attempts: 0, events: [], releaseLease: 'release' });
  });

  it('is not sent again when it turns out to have arrived meanwhile', async () => {
    bench.status = ok({ kind: 'known', reference: 'r9', receipts: [], settled: false });
    await bench.handle({ ...ROUTED, deposit: { ...DEPOSIT, state: 'ambiguous' }, lastFailure: IN_PEACE });
    expect(bench.asked).toEqual(['status altinn']);
    expect(bench.last).toMatchObject({ state: 'sent', deposit: { state: 'accepted', reference: 'r9' } });
  });

  it('follows the facts at once after an answer that says it was not taken, however young the plan is', async () => {
    const throttledBefore = { kind: 'throttled', code: 'ALTINN_THROTTLED', text: 'x' } as const;
    await bench.handle({ ...ROUTED, lastFailure: throttledBefore });
    expect(bench.asked).toEqual(['status altinn', 'deposit print']);
  });

  it('tells of no re-routing when they lead where they led before, however the database has kept the plan', async () => {
    const first = new DispatchBench();
    await first.handle();
    const plan = first.steps[0]?.plan ?? PLAN;
    const backwards = (step: PlanStep): PlanStep => ({ next: step.next, channel: step.channel });
    const stored = { ...plan, steps: plan.steps.map(backwards), evidence: OLD.evidence };
    const again = new DispatchBench();
    await again.handle({ ...ROUTED, plan: stored });
    expect(again.events).toEqual(['sent']);
  });

  it('goes where the facts lead when the channel certainly has not got it', async () => {
    await bench.handle({ ...ROUTED, plan: OLD });
    expect(bench.asked).toEqual(['status altinn', 'deposit print']);
    expect(bench.events).toEqual(['rerouted', 'sent']);
  });
});

describe('paper without an address', () => {
  beforeEach(() => {
    bench.letter = { ...bench.letter, recipient: { kind: 'organisation', organisationNumber: '311000101' } };
  });

  it('is held and not failed when it is the second step that lacks it', async () => {
    await bench.handle({ ...ROUTED, stepIndex: 1 });
    expect(bench.last).toMatchObject({
      state: 'held',
      dueAt: null,
      events: [{ type: 'held', channel: 'print', reason: { code: 'ADDRESS_MISSING' } }],
      deposit: { state: 'closed' },
    });
  });
});

describe('a channel that refused the letter after it had taken it', () => {
  it('is named with its own reason', async () => {
    const lastFailure = { kind: 'unreachable', code: 'ALTINN_NO_ROLE', text: 'Nobody holds a role.' } as const;
    await bench.handle({ ...ROUTED, state: 'sent', lastFailure, deposit: { ...DEPOSIT, state: 'refused' } });
    expect(bench.last?.events).toMatchObject([{ type: 'rerouted', reason: { code: 'ALTINN_NO_ROLE' } }]);
  });
});
