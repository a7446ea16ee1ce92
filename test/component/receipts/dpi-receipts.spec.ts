import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ReceiptInbox } from '#channels/channel.port.js';
import { mailboxAddressOf } from '#channels/simulation/mailbox-address.js';
import { anOrder } from '#channels/testing/order-builder.js';
import { ok } from '#domain/result.js';
import { aReceipt, type ReceiptWishes } from '#dpi/testing/receipt-builder.js';
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
import { event, step } from '../../support/letter-step.js';
import { newLetter } from '../../support/new-letter.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { until } from '../../support/until.js';
import { DpiUnderTest, SIGNERS, type MailboxChannel } from './dpi-under-test.js';

jest.setTimeout(60_000);

const PROVIDERS = { digipost: '984661185', eboks: '922020175' } as const;
const [SIGNER] = SIGNERS;
const PERSON = '20914695016';
const DATABASE_TABLES = 'letters, letter_contents, letter_events, deposits, provider_receipts, poller_leases';

interface Kept {
  readonly channel: string;
  readonly verdict: string;
  readonly code: string | null;
  readonly raw: Buffer;
}

/** Matched by ConversationId, stored raw, committed, and only then marked as read; and nothing lost, whatever comes. */
describe('receipts of DPI', () => {
  let dpi: DpiUnderTest;
  let database: TestDatabase;
  let store: ReceiptStore;
  let queries: LetterQueryStore;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    dpi = await DpiUnderTest.start();
    database = await createTestDatabase();
    store = new ReceiptStore(database.dataSource, database.config);
    queries = new LetterQueryStore(database.dataSource);
  });
  afterEach(async () => {
    await stopAll();
    await database.dataSource.query(`TRUNCATE ${DATABASE_TABLES}`);
  });
  afterAll(async () => {
    await dpi.stop();
    await database.drop();
  });

  async function stopAll(): Promise<void> {
    await Promise.all(stops.splice(0).map((stop) => stop()));
  }

  function read(channel: MailboxChannel, signer: string = SIGNER, inbox?: ReceiptInbox): void {
    const logger = createLogger('test', 'fatal');
    const metrics = new ReceiptsMetrics(new Metrics('test'));
    const { clock } = dpi.simulator;
    const loop = new InboxLoop({
      channel,
      inbox: inbox ?? inboxOf(channel),
      signer,
      owner: randomUUID(),
      pace: { inboxMinMs: 10, inboxMaxMs: 50, statusMinMs: 50, statusMaxMs: 100, reconcileMinMs: 1_000 },
      timeoutMs: 5_000,
      store,
      recorder: new ReceiptRecorder(store, metrics, clock, logger),
      metrics,
      clock,
      logger,
    });
    const stop = new AbortController();
    const running = loop.run(stop.signal);
    stops.push(async () => {
      stop.abort();
      await running;
    });
  }

  function inboxOf(channel: MailboxChannel): ReceiptInbox {
    const { inbox } = dpi.channel(channel);
    if (inbox === undefined) throw new Error('A channel through DPI has an inbox.');
    return inbox;
  }

  /** Accepted by the channel; nothing has been told yet. */
  async function sent(channel: MailboxChannel, sender: string = SIGNER): Promise<NewLetter & { depositId: string }> {
    const letter = newLetter({ sender });
    const depositId = randomUUID();
    await new LetterIntakeStore(database.dataSource, database.config).accept([letter]);
    const dispatch = new DispatchStore(database.dataSource, database.config);
    const deposit = { kind: 'new', id: depositId, channel, step: 0 } as const;
    await dispatch.record([step({ id: letter.id, version: 1 }, { dueAt: null, deposit })]);
    const change = { kind: 'change', id: depositId, state: 'accepted' } as const;
    const accepted = { state: 'sent', dueAt: null, events: [event('sent')], deposit: change } as const;
    await dispatch.record([step({ id: letter.id, version: 2 }, accepted)]);
    return { ...letter, depositId };
  }

  const told = (signer: string, letter: Pick<NewLetter, 'conversationId'>, wishes: ReceiptWishes = {}): string =>
    aReceipt(dpi.identity(signer), {
      conversationId: letter.conversationId,
      at: dpi.simulator.clock.now(),
      to: SIGNER,
      ...wishes,
    });
  const stateOf = async ({ sender, letterId }: NewLetter): Promise<string | undefined> =>
    (await queries.find(sender, letterId))?.state;
  const timeline = async ({ sender, letterId }: NewLetter): Promise<readonly string[]> =>
    (await queries.timeline(sender, letterId)).map(({ type }) => type);
  const kept = (): Promise<readonly Kept[]> =>
    database.dataSource.query(
      `SELECT channel, verdict, reason ->> 'code' AS code, raw FROM provider_receipts ORDER BY id`,
    );
  const allRead = (owner: string = SIGNER): Promise<unknown> =>
    until('all receipts are marked as read', () => (dpi.unread(owner) === 0 ? true : undefined), 20_000);

  it('of two channels and two signers find their letters, side by side', async () => {
    const letters: { letter: NewLetter; channel: MailboxChannel; sender: string }[] = [];
    for (const channel of ['digipost', 'eboks', 'digipost', 'eboks'] as const) {
      await dpi.simulator.world.persons.put(PERSON, {
        personIdentifier: PERSON,
        name: 'Prøveperson',
        krr: { status: 'AKTIV', mailbox: channel },
      });
      for (const sender of SIGNERS) {
        const letter = await sent(channel, sender);
        const [certificate = ''] = dpi.identity(PROVIDERS[channel]).certificateChain;
        const mailbox = { providerOrganisation: PROVIDERS[channel], address: mailboxAddressOf(PERSON), certificate };
        const order = anOrder({
          ...letter,
          target: { kind: 'mailbox', mailbox },
          letter: {},
          at: dpi.simulator.clock.now(),
        });
        const answer = await dpi.channel(channel).deposit(order, AbortSignal.timeout(10_000));
        expect(answer.ok ? 'accepted' : answer.error).toBe('accepted');
        letters.push({ letter, channel, sender });
      }
    }
    for (const sender of SIGNERS) for (const channel of ['digipost', 'eboks'] as const) read(channel, sender);
    for (const sender of SIGNERS) await allRead(sender);
    for (const { letter } of letters)
      expect(await timeline(letter)).toEqual(['received', 'routed', 'sent', 'delivered']);
    const verdicts = (await kept()).map(({ channel, verdict }) => `${channel} ${verdict}`).sort();
    expect(verdicts).toEqual([
      ...Array<string>(4).fill('digipost recorded'),
      ...Array<string>(4).fill('eboks recorded'),
    ]);
  });

  it('that are not true change nothing, are kept with their bytes, and are marked as read', async () => {
    const [digipost, eboks] = [await sent('digipost'), await sent('eboks')];
    const wrong: Readonly<Record<string, string>> = {
      RECEIPT_OF_ANOTHER: told(PROVIDERS.eboks, digipost),
      'RECEIPT_OF_ANOTHER ': told(SIGNER, digipost, { from: PROVIDERS.digipost }),
      RECEIPT_SENDER_NOT_SIGNER: told(PROVIDERS.digipost, digipost, { from: PROVIDERS.eboks }),
      RECEIPT_ISSUER_DIFFERS: told(PROVIDERS.digipost, digipost, { issuer: PROVIDERS.eboks }),
      RECEIPT_FOR_ANOTHER: told(PROVIDERS.digipost, digipost, { to: SIGNERS[1] }),
      JWS_ALGORITHM_NOT_ALLOWED: told(PROVIDERS.digipost, digipost, { algorithm: 'none' }),
      RECEIPT_UNREADABLE: told(PROVIDERS.digipost, digipost, { more: { navn: 'Kari' } }),
      JWS_UNREADABLE: 'rubbish',
      'unmatched letter of the other channel': told(PROVIDERS.digipost, eboks),
      'unmatched letter of nobody': told(PROVIDERS.digipost, { conversationId: randomUUID() }),
    };
    for (const jws of Object.values(wrong)) await dpi.enqueue('digipost', jws);
    read('digipost');
    await allRead();
    expect([await stateOf(digipost), await stateOf(eboks)]).toEqual(['sent', 'sent']);
    const found = await kept();
    const byBytes = new Map(found.map(({ raw, code, verdict }) => [raw.toString('utf8'), code ?? verdict]));
    for (const [name, jws] of Object.entries(wrong)) expect(byBytes.get(jws)).toBe(name.split(' ')[0]);
    expect((await queries.counts(dpi.simulator.clock.now())).receipts).toMatchObject({ unmatched: 2, quarantined: 8 });
    await dpi.enqueue('digipost', told(PROVIDERS.digipost, digipost));
    await allRead();
    expect(await stateOf(digipost)).toBe('delivered');
  });

  it('told again are one: the same bytes by another id, and other bytes by the same id', async () => {
    const letter = await sent('digipost');
    const messageId = randomUUID();
    const first = told(PROVIDERS.digipost, letter, { messageId });
    await dpi.enqueue('digipost', first);
    read('digipost');
    await allRead();
    await dpi.enqueue('digipost', first);
    const altered = told(PROVIDERS.digipost, letter, { messageId, type: 'feil', more: { feiltype: 'KLIENT' } });
    await dpi.enqueue('digipost', altered);
    await dpi.enqueue('digipost', altered);
    await allRead();
    expect(await timeline(letter)).toEqual(['received', 'routed', 'sent', 'delivered']);
    expect((await kept()).map(({ verdict, code, raw }) => [verdict, code, raw.toString('utf8')])).toEqual([
      ['recorded', null, first],
      ['quarantined', 'RECEIPT_ALTERED', altered],
    ]);
  });

  it('out of order and after the end are told as they come, and only an end is one', async () => {
    const letter = await sent('digipost');
    const tell = async (type: NonNullable<ReceiptWishes['type']>, more: ReceiptWishes['more'] = {}): Promise<void> => {
      await dpi.enqueue('digipost', told(PROVIDERS.digipost, letter, { type, more }));
      await allRead();
    };
    read('digipost');
    await tell('varslingfeiletkvittering', { varslingskanal: 'sms' });
    await tell('varslingfeiletkvittering', { varslingskanal: 'epost', beskrivelse: 'Kari Nordmann har ingen epost' });
    expect(await stateOf(letter)).toBe('sent');
    await tell('aapningskvittering');
    await tell('leveringskvittering');
    expect(await stateOf(letter)).toBe('opened');
    const failed = await sent('digipost');
    await dpi.enqueue('digipost', told(PROVIDERS.digipost, failed));
    await allRead();
    const feil = { feiltype: 'SERVER', detaljer: 'Digipost could not process the message from Kari Nordmann.' };
    await dpi.enqueue('digipost', told(PROVIDERS.digipost, failed, { type: 'feil', more: feil }));
    await allRead();
    expect(await stateOf(failed)).toBe('failed');
    const noted = ['notification-failed', 'notification-failed', 'opened', 'delivered'];
    expect(await timeline(letter)).toEqual(['received', 'routed', 'sent', ...noted]);
    expect(await timeline(failed)).toEqual(['received', 'routed', 'sent', 'delivered', 'failed']);
    const events = await queries.timeline(failed.sender, failed.letterId);
    expect(JSON.stringify(events)).toContain('"blame":"channel"');
    expect(JSON.stringify([events, await queries.timeline(letter.sender, letter.letterId)])).not.toContain('Kari');
  });

  it('are recorded once when the app dies between the commit and the mark', async () => {
    const letter = await sent('digipost');
    await dpi.enqueue('digipost', told(PROVIDERS.digipost, letter));
    const inbox = inboxOf('digipost');
    let dying = false;
    read('digipost', SIGNER, {
      scope: inbox.scope,
      fetch: (request, signal) => inbox.fetch(request, signal),
      confirm: () => {
        dying = true;
        return Promise.reject(new Error('killed'));
      },
    });
    await until('it dies', () => dying || undefined);
    await stopAll();
    expect(await stateOf(letter)).toBe('delivered');
    expect(dpi.unread()).toBe(1);
    read('digipost');
    await allRead();
    expect(await timeline(letter)).toEqual(['received', 'routed', 'sent', 'delivered']);
    expect(await kept()).toHaveLength(1);
  });

  it('stay unread as long as they could not be committed', async () => {
    const letter = await sent('digipost');
    const id = await dpi.enqueue('digipost', told(PROVIDERS.digipost, letter));
    const marked: string[] = [];
    const inbox = inboxOf('digipost');
    const healthy = store.record.bind(store);
    let refused = 0;
    store.record = (...call) => {
      refused += 1;
      return refused < 3 ? Promise.reject(new Error('the database is away')) : healthy(...call);
    };
    read('digipost', SIGNER, {
      scope: inbox.scope,
      fetch: (request, signal) => inbox.fetch(request, signal),
      confirm: async (request, signal) => {
        marked.push(`${request.receipt.handle ?? ''} after ${String(refused)}`);
        return (await inbox.confirm(request, signal)).ok ? ok(undefined) : Promise.reject(new Error('not confirmed'));
      },
    });
    await allRead();
    store.record = healthy;
    expect(marked).toEqual([`${id} after 3`]);
    expect(await stateOf(letter)).toBe('delivered');
  });
});
