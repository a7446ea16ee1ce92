import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ReceiptInbox } from '#channels/channel.port.js';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import { systemClock } from '#domain/clock.js';
import { transient } from '#domain/failure.js';
import { err, ok } from '#domain/result.js';
import { DispatchStore } from '#persistence/dispatch.store.js';
import { LetterIntakeStore } from '#persistence/letter-intake.store.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import { ReceiptStore } from '#persistence/receipt.store.js';
import type { NewLetter } from '#persistence/records/new-letter.js';
import { createLogger } from '#platform/logger.js';
import { Metrics } from '#platform/metrics.js';
import { InboxLoop } from '../../../apps/receipts/src/polling/inbox-loop.js';
import { ReceiptsMetrics } from '../../../apps/receipts/src/receipts.metrics.js';
import { ReceiptRecorder } from '../../../apps/receipts/src/recording/receipt.recorder.js';
import { event, NOW, step } from '../../support/letter-step.js';
import { newLetter } from '../../support/new-letter.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { eventually } from '../messaging/broker.js';

/** A provider's queue: what is not confirmed comes again. */
class FakeInbox implements ReceiptInbox {
  readonly scope = 'shared';
  readonly confirmed: string[] = [];
  waiting: ProviderReceipt[] = [];
  fetches = 0;
  broken = false;
  refusals = 0;

  fetch(): ReturnType<ReceiptInbox['fetch']> {
    this.fetches += 1;
    return Promise.resolve(this.broken ? err(transient('PROVIDER_DOWN', 'down')) : ok([...this.waiting]));
  }

  confirm({ receipt }: { readonly receipt: ProviderReceipt }): ReturnType<ReceiptInbox['confirm']> {
    if (this.refusals > 0) {
      this.refusals -= 1;
      return Promise.resolve(err(transient('PROVIDER_DOWN', 'down')));
    }
    this.confirmed.push(receipt.sourceId);
    this.waiting = this.waiting.filter((waiting) => waiting.sourceId !== receipt.sourceId);
    return Promise.resolve(ok(undefined));
  }
}

describe('InboxLoop', () => {
  let database: TestDatabase;
  let store: ReceiptStore;
  let queries: LetterQueryStore;
  let letter: NewLetter;
  let inbox: FakeInbox;
  let stop: AbortController;
  let running: Promise<unknown>;

  const loop = (name = 'one', inboxMinMs = 10): InboxLoop => {
    const logger = createLogger('test', 'fatal');
    const metrics = new ReceiptsMetrics(new Metrics('test'));
    return new InboxLoop({
      channel: 'digipost',
      inbox,
      signer: '',
      owner: name,
      pace: {
        inboxMinMs,
        inboxMaxMs: Math.max(50, inboxMinMs),
        statusMinMs: 50,
        statusMaxMs: 100,
        reconcileMinMs: 1_000,
      },
      timeoutMs: 5_000,
      store,
      recorder: new ReceiptRecorder(store, metrics, systemClock, logger),
      metrics,
      clock: systemClock,
      logger,
    });
  };
  const told = (type: 'delivered' | 'opened', conversationId = letter.conversationId): ProviderReceipt => ({
    kind: 'receipt',
    sourceId: randomUUID(),
    raw: Buffer.from('<kvittering/>'),
    rawMediaType: 'application/xml',
    match: { conversationId },
    event: { type, at: NOW },
  });
  const timeline = async (): Promise<readonly string[]> => {
    const events = await queries.timeline(letter.sender, letter.letterId);
    return events.map((each) => each.type);
  };
  const allConfirmed = (count: number) =>
    eventually(
      () => inbox.confirmed.length,
      (length) => length >= count,
    );

  beforeAll(async () => {
    database = await createTestDatabase();
    store = new ReceiptStore(database.dataSource, database.config);
    queries = new LetterQueryStore(database.dataSource);
  });
  beforeEach(async () => {
    inbox = new FakeInbox();
    stop = new AbortController();
    running = Promise.resolve();
    letter = newLetter();
    await new LetterIntakeStore(database.dataSource, database.config).accept([letter]);
    const deposit = { kind: 'new', id: randomUUID(), channel: 'digipost', step: 0 } as const;
    const dispatch = new DispatchStore(database.dataSource, database.config);
    await dispatch.record([step({ id: letter.id, version: 1 }, { dueAt: null, deposit })]);
    const change = { kind: 'change', id: deposit.id, state: 'accepted' } as const;
    const sent = { state: 'sent', dueAt: null, events: [event('sent')], deposit: change } as const;
    await dispatch.record([step({ id: letter.id, version: 2 }, sent)]);
  });
  afterEach(async () => {
    stop.abort();
    await running;
  });
  afterAll(async () => {
    await database.drop();
  });

  it('records receipts in order, then confirms them', async () => {
    inbox.waiting = [told('delivered'), told('opened')];
    running = loop().run(stop.signal);
    await allConfirmed(2);
    expect(await timeline()).toEqual(['received', 'routed', 'sent', 'delivered', 'opened']);
    expect((await queries.find(letter.sender, letter.letterId))?.state).toBe('opened');
  });

  it('confirms what fits no letter and what cannot be read too: both are kept', async () => {
    const { match: _, event: __, ...base } = told('delivered') as Extract<ProviderReceipt, { kind: 'receipt' }>;
    const quarantined = { ...base, kind: 'quarantined', reason: { code: 'BAD_SIGNATURE', text: 'no' } } as const;
    inbox.waiting = [told('delivered', randomUUID()), quarantined, told('delivered')];
    running = loop().run(stop.signal);
    await allConfirmed(3);
    expect((await queries.counts(NOW)).receipts).toMatchObject({ unmatched: 1, quarantined: 1 });
    expect((await queries.find(letter.sender, letter.letterId))?.state).toBe('delivered');
  });

  it('does not confirm what it could not commit', async () => {
    const healthy = store.record.bind(store);
    let outage = true;
    store.record = (...call) => (outage ? Promise.reject(new Error('database down')) : healthy(...call));
    inbox.waiting = [told('delivered')];
    running = loop().run(stop.signal);
    await eventually(
      () => inbox.fetches,
      (fetches) => fetches > 0,
    );
    expect(inbox.confirmed).toEqual([]);
    outage = false;
    await allConfirmed(1);
    expect((await queries.find(letter.sender, letter.letterId))?.state).toBe('delivered');
  });

  it('records once what the provider tells twice because the confirmation was lost', async () => {
    inbox.waiting = [told('delivered')];
    inbox.refusals = 1;
    running = loop().run(stop.signal);
    await allConfirmed(1);
    expect(await timeline()).toEqual(['received', 'routed', 'sent', 'delivered']);
  });

  it('keeps as bytes what the database does not take, so that it does not come again for ever', async () => {
    const unstorable = told('delivered');
    if (unstorable.kind !== 'receipt') throw new Error('It is a receipt.');
    const event = { ...unstorable.event, details: { text: 'no PostgreSQL takes \u0000' } };
    inbox.waiting = [{ ...unstorable, event }, told('opened')];
    running = loop().run(stop.signal);
    await allConfirmed(2);
    expect(await timeline()).toEqual(['received', 'routed', 'sent', 'opened']);
    const [row] = await database.dataSource.query<readonly { code: string; raw: Buffer }[]>(
      `SELECT reason ->> 'code' AS code, raw FROM provider_receipts WHERE source_id = $1`,
      [unstorable.sourceId],
    );
    expect(row).toEqual({ code: 'RECEIPT_NOT_STORABLE', raw: unstorable.raw });
  });

  it('goes on with the other letters when the receipt of one cannot be recorded', async () => {
    const healthy = store.record.bind(store);
    const broken = Array.from({ length: 20 }, () => told('delivered', randomUUID()));
    const defective = new Set(broken.map(({ sourceId }) => sourceId));
    store.record = (receipt, decide) =>
      defective.has(receipt.sourceId) ? Promise.reject(new Error('a defect')) : healthy(receipt, decide);
    inbox.waiting = [...broken, told('delivered')];
    running = loop().run(stop.signal);
    await allConfirmed(1);
    store.record = healthy;
    expect((await queries.find(letter.sender, letter.letterId))?.state).toBe('delivered');
    await allConfirmed(21);
  });

  it('does not ask at once again for what is listed although it was confirmed', async () => {
    const stuck = told('delivered');
    inbox.waiting = [stuck];
    inbox.confirm = () => Promise.resolve(ok(undefined));
    const from = performance.now();
    running = loop('one', 200).run(stop.signal);
    await eventually(
      () => inbox.fetches,
      (fetches) => fetches >= 4,
    );
    expect(performance.now() - from).toBeGreaterThan(190);
    expect(await timeline()).toEqual(['received', 'routed', 'sent', 'delivered']);
  });

  it('comes back after a provider that was down', async () => {
    inbox.broken = true;
    inbox.waiting = [told('delivered')];
    running = loop().run(stop.signal);
    await eventually(
      () => inbox.fetches,
      (fetches) => fetches > 0,
    );
    inbox.broken = false;
    await allConfirmed(1);
    expect(inbox.fetches).toBeGreaterThan(1);
  });

  it('leaves the inbox to the instance that has it, until that one stops', async () => {
    const owner = new AbortController();
    const first = loop('first').run(owner.signal);
    await eventually(
      () => inbox.fetches,
      (fetches) => fetches > 0,
    );
    expect(await store.lease('inbox:digipost', 'second', 1_000)).toBe(false);
    owner.abort();
    await first;
    expect(await store.lease('inbox:digipost', 'second', 1_000)).toBe(true);
    await store.releaseLease('inbox:digipost', 'second');
  });
});
