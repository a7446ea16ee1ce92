import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DispatchStore } from '#persistence/dispatch.store.js';
import { LetterIntakeStore } from '#persistence/letter-intake.store.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import { ReceiptStore, type ReceiptDecision } from '#persistence/receipt.store.js';
import type { MatchableIncoming } from '#persistence/records/incoming-receipt.js';
import type { NewLetter } from '#persistence/records/new-letter.js';
import { newLetter } from '../../support/new-letter.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { until } from '../../support/until.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const LATER = new Date('2026-11-23T13:00:00Z');

function receipt(match: MatchableIncoming['match'], more: Partial<MatchableIncoming> = {}): MatchableIncoming {
  return {
    kind: 'receipt',
    channel: 'digipost',
    sourceId: randomUUID(),
    raw: Buffer.from('<kvittering/>'),
    rawMediaType: 'application/xml',
    receivedAt: NOW,
    match,
    event: { type: 'delivered', at: NOW },
    ...more,
  };
}

const deliver: ReceiptDecision = (letter) => ({
  id: letter.id,
  version: letter.version,
  state: 'delivered',
  attempts: 0,
  dueAt: null,
  events: [{ id: randomUUID(), type: 'delivered', at: NOW }],
  deposit: { kind: 'change', id: letter.deposit.id, state: 'accepted' },
  releaseLease: 'keep',
});

describe('ReceiptStore', () => {
  let database: TestDatabase;
  let receipts: ReceiptStore;
  let dispatch: DispatchStore;
  let queries: LetterQueryStore;
  let letter: NewLetter;
  const depositId = randomUUID();

  beforeAll(async () => {
    database = await createTestDatabase();
    receipts = new ReceiptStore(database.dataSource, database.config);
    dispatch = new DispatchStore(database.dataSource, database.config);
    queries = new LetterQueryStore(database.dataSource);
  });

  beforeEach(async () => {
    letter = newLetter({ supplier: '313003000' });
    await new LetterIntakeStore(database.dataSource, database.config).accept([letter]);
    await start(depositId, 'digipost', 1);
    await change(depositId, { reference: 'ref-1', nextPollAt: NOW });
  });

  afterEach(async () => {
    await database.dataSource.query(
      'TRUNCATE letters, letter_contents, letter_events, deposits, provider_receipts, poller_leases',
    );
  });

  afterAll(async () => {
    await database.drop();
  });

  async function start(id: string, channel: string, version: number): Promise<void> {
    const base = {
      id: letter.id,
      version,
      state: 'routed',
      attempts: 0,
      dueAt: null,
      events: [],
      releaseLease: 'keep',
    } as const;
    const deposit = { kind: 'new', id, channel, step: 0, startedAt: NOW } as const;
    expect(await dispatch.record([{ ...base, deposit }])).toEqual(['recorded']);
  }

  async function change(id: string, more: { reference?: string; nextPollAt?: Date | null }): Promise<void> {
    const view = await queries.find(letter.sender, letter.letterId);
    const base = { id: letter.id, version: view?.version ?? 0, attempts: 0, dueAt: null, events: [] } as const;
    const deposit = { kind: 'change', id, state: 'accepted', ...more } as const;
    expect(await dispatch.record([{ ...base, state: 'sent', releaseLease: 'keep', deposit }])).toEqual(['recorded']);
  }

  async function kept(): Promise<readonly unknown[]> {
    return database.dataSource.query('SELECT verdict, letter, deposit FROM provider_receipts ORDER BY id');
  }

  describe('record', () => {
    it.each([
      ['deposit id', () => ({ depositId })],
      ['reference', () => ({ reference: 'ref-1' })],
      ['conversation id', () => ({ conversationId: letter.conversationId })],
      ['deposit id before anything else', () => ({ depositId, reference: 'of another', conversationId: 'of another' })],
    ])('finds the letter by %s and takes its step', async (_name, match) => {
      expect(await receipts.record(receipt(match()), deliver)).toBe('recorded');
      expect(await queries.find(letter.sender, letter.letterId)).toMatchObject({ state: 'delivered', version: 4 });
      const timeline = await queries.timeline(letter.sender, letter.letterId);
      expect(timeline.map(({ sequence, type }) => [sequence, type])).toEqual([
        [1, 'received'],
        [2, 'delivered'],
      ]);
      expect(await kept()).toEqual([{ verdict: 'recorded', letter: letter.id, deposit: depositId }]);
    });

    it('records a receipt once, also when it is told twice at the same time', async () => {
      const told = receipt({ depositId });
      const verdicts = await Promise.all([receipts.record(told, deliver), receipts.record(told, deliver)]);
      expect(verdicts.sort()).toEqual(['duplicate', 'recorded']);
      expect(await receipts.record(told, deliver)).toBe('duplicate');
      expect(await queries.timeline(letter.sender, letter.letterId)).toHaveLength(2);
    });

    it('knows the same source id of another channel as another receipt', async () => {
      const told = receipt({ depositId });
      await receipts.record(told, deliver);
      expect(await receipts.record({ ...told, channel: 'eboks' }, deliver)).toBe('unmatched');
    });

    it('keeps what fits no deposit, and matches it when it is told again later', async () => {
      const early = receipt({ reference: 'ref-2', depositId: 'not even a UUID' });
      const none: ReceiptDecision = () => {
        throw new Error('there is nothing to decide');
      };
      expect(await receipts.record(early, none)).toBe('unmatched');
      expect(await receipts.record(early, none)).toBe('duplicate');
      expect((await queries.counts(NOW)).receipts.unmatched).toBe(1);
      await change(depositId, { reference: 'ref-2' });
      expect(await receipts.record(early, deliver)).toBe('recorded');
      expect(await kept()).toEqual([{ verdict: 'recorded', letter: letter.id, deposit: depositId }]);
    });

    it('sets aside what repeats an id with other bytes, when a repeat must have the same', async () => {
      const first = { ...receipt({ depositId }), repeat: 'same-bytes' } as const;
      const altered = { ...first, raw: Buffer.from('<altered/>') };
      expect(await receipts.record(first, deliver)).toBe('recorded');
      expect(await receipts.record(first, deliver)).toBe('duplicate');
      expect(await receipts.record(altered, deliver)).toBe('quarantined');
      expect(await receipts.record(altered, deliver)).toBe('duplicate');
      expect(await queries.timeline(letter.sender, letter.letterId)).toHaveLength(2);
      const rows = await database.dataSource.query<readonly { raw: Buffer; code: string | null }[]>(
        `SELECT raw, reason ->> 'code' AS code FROM provider_receipts ORDER BY id`,
      );
      expect(rows).toEqual([
        { raw: first.raw, code: null },
        { raw: altered.raw, code: 'RECEIPT_ALTERED' },
      ]);
    });

    it('keeps what the letter cannot take', async () => {
      expect(await receipts.record(receipt({ depositId }), () => undefined)).toBe('refused');
      expect(await queries.find(letter.sender, letter.letterId)).toMatchObject({ state: 'sent', version: 3 });
      expect(await kept()).toEqual([{ verdict: 'refused', letter: letter.id, deposit: depositId }]);
    });

    it('keeps what could not be read, once', async () => {
      const { match: _, event: __, ...base } = receipt({});
      const bad = {
        ...base,
        kind: 'quarantined',
        reason: { code: 'BAD_SIGNATURE', text: 'The signature does not hold.' },
      } as const;
      expect(await receipts.record(bad, deliver)).toBe('quarantined');
      expect(await receipts.record(bad, deliver)).toBe('duplicate');
      expect((await queries.counts(NOW)).receipts).toEqual({ unmatched: 0, quarantined: 1, refused: 0 });
    });

    it('keeps nothing when the decision throws, so that the receipt can be told again', async () => {
      const told = receipt({ depositId });
      await expect(
        receipts.record(told, () => {
          throw new Error('a defect');
        }),
      ).rejects.toThrow('a defect');
      expect(await kept()).toEqual([]);
      expect(await receipts.record(told, deliver)).toBe('recorded');
    });

    it('says whether the letter has gone on to another channel', async () => {
      await start(randomUUID(), 'print', 3);
      const seen: boolean[] = [];
      await receipts.record(receipt({ depositId }), ({ isLatestDeposit }) => void seen.push(isLatestDeposit));
      const print = receipt({ conversationId: letter.conversationId }, { channel: 'print' });
      await receipts.record(print, ({ isLatestDeposit }) => void seen.push(isLatestDeposit));
      expect(seen).toEqual([false, true]);
    });

    it('says whether a dispatcher has the letter, and takes one that came early when it is told again', async () => {
      const seen: boolean[] = [];
      const told = receipt({ depositId });
      const early: ReceiptDecision = ({ isLeased }) => (seen.push(isLeased), 'early');
      await database.dataSource.query(
        `UPDATE letters SET lease_owner = 'a', lease_until = now() + interval '1 minute'`,
      );
      expect(await receipts.record(told, early)).toBe('early');
      await database.dataSource.query(`UPDATE letters SET lease_owner = NULL, lease_until = NULL`);
      expect(await receipts.record(told, early)).toBe('early');
      expect(seen).toEqual([true, false]);
      expect(await receipts.record(told, deliver)).toBe('recorded');
      expect(await receipts.record(told, deliver)).toBe('duplicate');
    });

    it('decides on what the last one left, when several come at once', async () => {
      const versions: number[] = [];
      const note: ReceiptDecision = (locked) => {
        versions.push(locked.version);
        const step = deliver(locked);
        return typeof step === 'object' ? { ...step, state: locked.state } : undefined;
      };
      const all = Array.from({ length: 5 }, () => receipts.record(receipt({ depositId }), note));
      expect(await Promise.all(all)).toEqual(Array.from({ length: 5 }, () => 'recorded'));
      expect(versions.sort()).toEqual([3, 4, 5, 6, 7]);
      const timeline = await queries.timeline(letter.sender, letter.letterId);
      expect(timeline.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    });
  });

  describe('polling', () => {
    const request = { channels: ['digipost', 'altinn'], owner: 'a', limit: 10, now: NOW, leaseMs: 60_000 };

    it('gives a due deposit to one owner, with what the channel must be asked by', async () => {
      const polls = await Promise.all([
        receipts.claimDepositsToPoll(request),
        receipts.claimDepositsToPoll({ ...request, owner: 'b' }),
      ]);
      expect(polls.flat()).toEqual([
        {
          depositId,
          channel: 'digipost',
          conversationId: letter.conversationId,
          reference: 'ref-1',
          sender: '313000001',
          signer: '313003000',
          startedAt: NOW,
          polls: 0,
        },
      ]);
    });

    it('asks again when it is told to, and never again when the channel is settled', async () => {
      await receipts.claimDepositsToPoll(request);
      await receipts.recordPoll(depositId, LATER);
      expect(await receipts.claimDepositsToPoll(request)).toEqual([]);
      expect(await receipts.claimDepositsToPoll({ ...request, now: LATER })).toMatchObject([{ depositId, polls: 1 }]);
      await receipts.recordPoll(depositId, null);
      expect(await receipts.claimDepositsToPoll({ ...request, now: new Date('2030-01-01T00:00:00Z') })).toEqual([]);
    });

    it('asks only the channels it is given', async () => {
      expect(await receipts.claimDepositsToPoll({ ...request, channels: ['altinn'] })).toEqual([]);
    });

    it('asks again when the owner is gone', async () => {
      await receipts.claimDepositsToPoll({ ...request, leaseMs: 50 });
      const again = await until('the lease is over', async () => {
        const polls = await receipts.claimDepositsToPoll({ ...request, owner: 'b' });
        return polls.length > 0 ? polls : undefined;
      });
      expect(again).toMatchObject([{ depositId }]);
    });

    it('does not lose a hint that comes while the channel is being asked', async () => {
      await receipts.claimDepositsToPoll(request);
      expect(await receipts.pollSoon('digipost', ['ref-1', 'unknown'], NOW)).toBe(1);
      await receipts.recordPoll(depositId, null);
      expect(await receipts.claimDepositsToPoll(request)).toMatchObject([{ depositId }]);
      await receipts.recordPoll(depositId, null);
      expect(await receipts.claimDepositsToPoll(request)).toEqual([]);
      expect(await receipts.pollSoon('altinn', ['ref-1'], NOW)).toBe(0);
    });
  });

  describe('lease', () => {
    it('is held by one, prolonged by it, and taken over when it is over or given back', async () => {
      expect(await receipts.lease('inbox:digipost', 'a', 60_000)).toBe(true);
      expect(await receipts.lease('inbox:digipost', 'b', 60_000)).toBe(false);
      expect(await receipts.lease('inbox:print', 'b', 60_000)).toBe(true);
      expect(await receipts.lease('inbox:digipost', 'a', 50)).toBe(true);
      expect(
        await until('the lease is over', () =>
          receipts.lease('inbox:digipost', 'b', 60_000).then((taken) => taken || undefined),
        ),
      ).toBe(true);
      await receipts.releaseLease('inbox:digipost', 'a');
      expect(await receipts.lease('inbox:digipost', 'a', 60_000)).toBe(false);
      await receipts.releaseLease('inbox:digipost', 'b');
      expect(await receipts.lease('inbox:digipost', 'a', 60_000)).toBe(true);
    });
  });
});
