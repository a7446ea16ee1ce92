import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MatchableReceipt, ReceiptEventType } from '#channels/provider-receipt.js';
import type { DeliveryPlan } from '#domain/delivery-plan.js';
import { isEnded, LETTER_STATES } from '#domain/letter-state.js';
import type { LetterForReceipt } from '#persistence/records/letter-for-receipt.js';
import type { LetterStep } from '#persistence/records/letter-step.js';
import { decideReceipt, type DecisionContext } from './decide-receipt.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const AT = new Date('2026-11-23T09:00:00Z');
const TYPES: readonly ReceiptEventType[] = [
  'delivered',
  'opened',
  'notified',
  'notification-failed',
  'print-accepted',
  'printed',
  'moved',
  'returned',
  'failed',
];

const plan: DeliveryPlan = {
  outcome: 'deliver',
  rule: 'NO_MAILBOX',
  reason: { nb: 'x', en: 'x' },
  evidence: [],
  skipped: [],
  steps: [
    { channel: 'altinn', next: [{ on: 'unreachable' }, { on: 'unread', after: 'P2D' }] },
    { channel: 'print', next: [] },
  ],
};

const letter = (changes: Partial<LetterForReceipt> = {}): LetterForReceipt => ({
  id: 'letter',
  sender: '313000001',
  letterId: 'id',
  conversationId: 'id',
  state: 'sent',
  version: 3,
  plan,
  stepIndex: 0,
  attempts: 1,
  deposit: { id: 'deposit', channel: 'altinn', conversationId: 'id', state: 'accepted', step: 0, startedAt: AT },
  isLatestDeposit: true,
  isLeased: false,
  ...changes,
});

const receipt = (type: ReceiptEventType, event: Partial<MatchableReceipt['event']> = {}): MatchableReceipt => ({
  kind: 'receipt',
  sourceId: 's1',
  raw: Buffer.alloc(0),
  rawMediaType: 'application/json',
  match: { conversationId: 'id', reference: 'ref' },
  event: { type, at: AT, ...event },
});

const context = (): DecisionContext => {
  let ids = 0;
  return { channel: 'altinn', now: NOW, newId: () => `e${String((ids += 1))}` };
};

const decide = (type: ReceiptEventType, changes: Partial<LetterForReceipt> = {}): LetterStep | undefined => {
  const step = decideReceipt(receipt(type), letter(changes), context());
  if (step === 'early') throw new Error('The letter is not leased.');
  return step;
};

describe('decideReceipt', () => {
  it('moves a sent letter to delivered, at the time of the channel, and starts the read deadline', () => {
    const step = decide('delivered');
    // Monday 10:00 in Oslo and two working days.
    const deadline = new Date('2026-11-25T09:00:00Z');
    expect(step).toMatchObject({
      id: 'letter',
      version: 3,
      state: 'delivered',
      dueAt: deadline,
      readDeadlineAt: deadline,
    });
    expect(step?.events).toEqual([{ id: 'e1', type: 'delivered', at: AT, channel: 'altinn', sourceKey: 'altinn:s1' }]);
  });

  it('has no deadline where the plan has none', () => {
    const step = decide('delivered', { stepIndex: 1 });
    expect(step).toMatchObject({ state: 'delivered', dueAt: null, readDeadlineAt: null });
  });

  it('stops the read deadline when the letter is opened', () => {
    const step = decide('opened', { state: 'delivered', dueAt: NOW, readDeadlineAt: NOW });
    expect(step).toMatchObject({ state: 'opened', dueAt: null, readDeadlineAt: null });
  });

  it('records a note without touching state and deadline', () => {
    const step = decide('notified', { state: 'delivered', dueAt: NOW, readDeadlineAt: NOW });
    expect(step).toMatchObject({ state: 'delivered', dueAt: NOW });
    expect(step && 'readDeadlineAt' in step).toBe(false);
  });

  it('records what comes late', () => {
    expect(decide('delivered', { state: 'opened' })).toMatchObject({
      state: 'opened',
      events: [{ type: 'delivered' }],
    });
  });

  it('refuses what the life cycle refuses', () => {
    expect(decide('delivered', { state: 'rejected' })).toBeUndefined();
  });

  it('tells sent first when a receipt overtakes the answer to the deposit', () => {
    const started = { ...letter().deposit, state: 'started' as const };
    const step = decide('delivered', { state: 'routed', deposit: started });
    expect(step?.events.map((event) => event.type)).toEqual(['sent', 'delivered']);
    expect(step).toMatchObject({
      state: 'delivered',
      deposit: { state: 'accepted', reference: 'ref', acceptedAt: AT },
    });
    expect(new Set(step?.events.map((event) => event.sourceKey)).size).toBe(2);
  });

  it('lets a receipt wait that comes while the letter is being handed over', () => {
    const started = { ...letter().deposit, state: 'started' as const };
    const early = letter({ state: 'routed', deposit: started, isLeased: true });
    expect(decideReceipt(receipt('delivered'), early, context())).toBe('early');
    const answered = letter({ isLeased: true });
    expect(decideReceipt(receipt('delivered'), answered, context())).toMatchObject({ state: 'delivered' });
  });

  it('makes a letter due for its next channel when the channel fails it and the plan leads on', () => {
    const reason = { code: 'UNKNOWN_RECIPIENT', text: 'no such mailbox for 20914695016' };
    expect(decideReceipt(receipt('failed', { reason }), letter(), context())).toMatchObject({
      state: 'sent',
      dueAt: NOW,
      events: [],
      attempts: 0,
      lastFailure: { kind: 'unreachable', code: 'UNKNOWN_RECIPIENT', text: 'no such mailbox for ***********' },
      deposit: { state: 'refused', nextPollAt: null },
    });
  });

  it("ends a letter that is the sender's fault, though the plan has a way on", () => {
    const event = { reason: { code: 'ALTINN_ATTACHMENT_REFUSED', text: 'malware' }, details: { blame: 'sender' } };
    expect(decideReceipt(receipt('failed', event), letter(), context())).toMatchObject({
      state: 'failed',
      dueAt: null,
      events: [{ type: 'failed', details: { blame: 'sender' } }],
    });
  });

  it('ends the letter when the channel fails it and the plan has no way on', () => {
    const step = decide('failed', { stepIndex: 1 });
    expect(step).toMatchObject({
      state: 'failed',
      dueAt: null,
      events: [{ type: 'failed', details: { blame: 'channel' } }],
    });
  });

  it('ends a delivered letter that print fails afterwards', () => {
    expect(decide('failed', { state: 'delivered' })).toMatchObject({ state: 'failed' });
  });

  it.each(['delivered', 'failed', 'returned'] as const)(
    'records %s of a channel the letter has left, and stays',
    (type) => {
      const step = decide(type, { state: 'sent', stepIndex: 1, isLatestDeposit: false, dueAt: NOW });
      expect(step).toMatchObject({ state: 'sent', dueAt: NOW, events: [{ type }] });
    },
  );

  it('does not take the former channel for the next one between re-routing and the next deposit', () => {
    const step = decide('delivered', { state: 'routed', stepIndex: 1, dueAt: NOW });
    expect(step).toMatchObject({ state: 'routed', dueAt: NOW, events: [{ type: 'delivered' }] });
  });

  it('believes a former channel that the recipient has opened the letter', () => {
    const step = decide('opened', { state: 'routed', stepIndex: 1, dueAt: NOW });
    expect(step).toMatchObject({ state: 'opened', dueAt: null });
  });

  it('never leaves work for the dispatcher on a letter that has ended, and never loses a receipt it takes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LETTER_STATES),
        fc.constantFrom(...TYPES),
        fc.boolean(),
        fc.constantFrom(0, 1),
        fc.constantFrom('started', 'accepted', 'ambiguous', 'refused', 'closed'),
        (state, type, isLatestDeposit, stepIndex, depositState) => {
          const deposit = { ...letter().deposit, state: depositState };
          const step = decide(type, { state, isLatestDeposit, stepIndex, deposit });
          const silent = step !== undefined && step.events.length === 0 && step.dueAt === null;
          expect(silent).toBe(false);
          expect(step !== undefined && isEnded(step.state) && step.dueAt !== null).toBe(false);
        },
      ),
    );
  });
});
