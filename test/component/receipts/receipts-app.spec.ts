import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { assertTopology } from '#messaging/assert-topology.js';
import { DispatchStore } from '#persistence/dispatch.store.js';
import { LetterIntakeStore } from '#persistence/letter-intake.store.js';
import { LetterQueryStore } from '#persistence/letter-query.store.js';
import { ReceiptRelay } from '../../../apps/receipts/src/relay/receipt-relay.service.js';
import { event, step } from '../../support/letter-step.js';
import { newLetter } from '../../support/new-letter.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { eventually, TestBroker } from '../messaging/broker.js';
import { TcpProxy } from '../messaging/tcp-proxy.js';
import { startReceipts } from './receipts-under-test.js';

jest.setTimeout(60_000);

const { sender } = TestBroker;
const supplier = '313003000';

interface Receipt {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
}

describe('the receipts app', () => {
  let broker: TestBroker;
  let database: TestDatabase;
  let intake: LetterIntakeStore;
  const apps: NestFastifyApplication[] = [];

  const start = async (amqpUrl?: string): Promise<NestFastifyApplication> => {
    const app = await startReceipts(broker, database.config, amqpUrl);
    apps.push(app);
    return app;
  };
  const stateOf = (app: NestFastifyApplication): string => app.get(ReceiptRelay).state;
  const queue = (organisation: string): string => `${broker.prefix}receipts.${organisation}`;

  beforeAll(async () => {
    broker = await TestBroker.connect();
    await assertTopology(broker.channel, broker.topology);
    database = await createTestDatabase();
    intake = new LetterIntakeStore(database.dataSource, database.config);
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    for (const organisation of TestBroker.organisations) await broker.channel.purgeQueue(queue(organisation));
  });
  afterAll(async () => {
    await broker.remove();
    await database.drop();
  });

  const receiptsOf = async (organisation: string, count: number): Promise<readonly Receipt[]> => {
    const receipts: Receipt[] = [];
    while (receipts.length < count) {
      const message = await broker.take(queue(organisation));
      receipts.push(JSON.parse(message.content.toString('utf8')) as Receipt);
    }
    return receipts;
  };

  it('publishes each event once, in order, to the sender, the supplier and the log, and marks it', async () => {
    const app = await start();
    await eventually(
      () => stateOf(app),
      (state) => state === 'leading',
    );
    const letter = newLetter({ sender, supplier });
    await intake.accept([letter]);
    const dispatch = new DispatchStore(database.dataSource, database.config);
    await dispatch.record([
      step({ id: letter.id, version: 1 }, { state: 'held', events: [event('routed'), event('held')] }),
    ]);

    const receipts = await receiptsOf(sender, 3);
    expect(receipts.map((receipt) => receipt.type)).toEqual(
      ['received', 'routed', 'held'].map((type) => `no.meldingsformidler.letter.${type}.v1`),
    );
    expect(receipts.map((receipt) => receipt.sequence)).toEqual(['0000000001', '0000000002', '0000000003']);
    expect(receipts.every((receipt) => receipt.subject === letter.letterId)).toBe(true);
    expect((await receiptsOf(supplier, 3)).map((receipt) => receipt.id)).toEqual(receipts.map((receipt) => receipt.id));
    const queries = new LetterQueryStore(database.dataSource);
    const timeline = await eventually(
      () => queries.timeline(sender, letter.letterId),
      (events) => events.every((each) => each.publishedAt !== undefined),
    );
    expect(timeline.map((each) => each.id)).toEqual(receipts.map((receipt) => receipt.id));
    expect(await broker.messagesIn(queue(sender))).toBe(0);
  });

  it('lets another instance take over when the leader goes, and loses and repeats nothing', async () => {
    const first = await start();
    await eventually(
      () => stateOf(first),
      (state) => state === 'leading',
    );
    const second = await start();
    await eventually(
      () => stateOf(second),
      (state) => state === 'following',
    );
    const before = newLetter({ sender });
    await intake.accept([before]);
    await receiptsOf(sender, 1);
    await apps.shift()?.close();
    const after = newLetter({ sender });
    await intake.accept([after]);
    expect((await receiptsOf(sender, 1))[0]?.subject).toBe(after.letterId);
    expect(stateOf(second)).toBe('leading');
    expect(await broker.messagesIn(queue(sender))).toBe(0);
  });

  it('keeps the events of a broker outage and publishes them in order when it is back', async () => {
    const proxy = new TcpProxy(new URL(TestBroker.url));
    const url = await proxy.start();
    const app = await start(url);
    await eventually(
      () => stateOf(app),
      (state) => state === 'leading',
    );
    await proxy.stop();
    const letters = Array.from({ length: 30 }, () => newLetter({ sender }));
    await intake.accept(letters);
    await eventually(
      () => ready(app),
      (answer) => answer.statusCode === 503 && 'broker' in answer.problems,
    );
    await proxy.start(Number(new URL(url).port));
    const subjects = new Set((await receiptsOf(sender, letters.length)).map((receipt) => receipt.subject));
    expect([...subjects].sort()).toEqual(letters.map((letter) => letter.letterId).sort());
    await apps.shift()?.close();
    await proxy.stop();
  });

  const ready = async (app: NestFastifyApplication): Promise<{ statusCode: number; problems: object }> => {
    const answer = await fetch(`${await app.getUrl()}/health/ready`);
    const body = (await answer.json()) as { problems?: object };
    return { statusCode: answer.status, problems: body.problems ?? {} };
  };

  it('tells when it is ready, and counts in /metrics without naming a letter', async () => {
    const app = await start();
    await eventually(
      () => ready(app),
      (answer) => answer.statusCode === 200,
    );
    const letter = newLetter({ sender });
    await intake.accept([letter]);
    await receiptsOf(sender, 1);
    const metrics = await eventually(
      async () => (await fetch(`${await app.getUrl()}/metrics`)).text(),
      (body) => /mf_receipts_published_total\{[^}]*type="received"[^}]*\} [1-9]/.test(body),
    );
    expect(metrics).toContain('mf_relay_leader');
    expect(metrics).not.toContain(letter.letterId);
  });

  it('takes a call from a channel as a hint to ask about the deposit now', async () => {
    const app = await start();
    const letter = newLetter({ sender });
    await intake.accept([letter]);
    const dispatch = new DispatchStore(database.dataSource, database.config);
    const deposit = randomUUID();
    await dispatch.record([
      step(
        { id: letter.id, version: 1 },
        { dueAt: null, deposit: { kind: 'new', id: deposit, channel: 'altinn', step: 0 } },
      ),
    ]);
    const reference = randomUUID();
    const accepted = { kind: 'change', id: deposit, state: 'accepted', reference, nextPollAt: null } as const;
    await dispatch.record([
      step({ id: letter.id, version: 2 }, { state: 'sent', dueAt: null, events: [event('sent')], deposit: accepted }),
    ]);
    const url = await app.getUrl();
    const call = (channel: string, body: string) =>
      fetch(`${url}/callbacks/${channel}`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body,
      });
    const cloudEvent = {
      specversion: '1.0',
      id: randomUUID(),
      type: 'no.altinn.correspondence.correspondencereceiverread',
      source: `https://altinn.example/correspondence/api/v1/correspondence/${reference}`,
      resource: 'urn:altinn:resource:meldingsformidler-brev',
      resourceinstance: reference,
      time: '2026-11-23T12:00:00Z',
    };
    const answer = await call('altinn', JSON.stringify(cloudEvent));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ known: 1 });
    const other = { ...cloudEvent, resourceinstance: randomUUID(), source: 'https://altinn.example/x' };
    expect(await (await call('altinn', JSON.stringify(other))).json()).toEqual({ known: 0 });
    const unreadable = await call('altinn', 'no json at all');
    expect(unreadable.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect([unreadable.status, await unreadable.json()]).toMatchObject([400, { title: 'Bad Request', status: 400 }]);
    expect((await call('digipost', '{}')).status).toBe(404);
    expect((await call('nobody', '{}')).status).toBe(404);
  });
});
