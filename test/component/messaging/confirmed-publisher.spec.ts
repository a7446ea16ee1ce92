import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { assertTopology } from '#messaging/assert-topology.js';
import { ConfirmedPublisher, type ConfirmedPublisherOptions } from '#messaging/confirmed-publisher.js';
import type { Publication } from '#messaging/publication.js';
import { createLogger } from '#platform/logger.js';
import { eventually, TestBroker } from './broker.js';
import { TcpProxy } from './tcp-proxy.js';

jest.setTimeout(30_000);

describe('ConfirmedPublisher', () => {
  let broker: TestBroker;
  let publisher: ConfirmedPublisher;
  const queue = (): string => `${broker.prefix}receipts.${TestBroker.sender}`;

  const make = (options: Partial<ConfirmedPublisherOptions> = {}): ConfirmedPublisher => {
    const logger = createLogger('test', 'fatal');
    publisher = new ConfirmedPublisher({
      url: TestBroker.url,
      name: 'test',
      topology: broker.topology,
      logger,
      ...options,
    });
    return publisher;
  };
  const receipt = (body: string, overrides: Partial<Publication> = {}): Publication => ({
    exchange: broker.names.receipts,
    routingKey: `receipt.${TestBroker.sender}.sent`,
    body: Buffer.from(body),
    contentType: 'application/cloudevents+json',
    messageId: randomUUID(),
    ...overrides,
  });

  beforeAll(async () => {
    broker = await TestBroker.connect();
    await assertTopology(broker.channel, broker.topology);
  });
  afterEach(async () => {
    await publisher.close();
    await broker.channel.purgeQueue(queue());
  });
  afterAll(async () => {
    await broker.remove();
  });

  it('resolves when the message is in the queue, persistent and with its properties', async () => {
    await make().publish(receipt('one', { messageId: 'e1', headers: { h: 1 } }));
    const message = await broker.take(queue());
    expect(message.properties).toMatchObject({
      messageId: 'e1',
      contentType: 'application/cloudevents+json',
      deliveryMode: 2,
    });
    expect(message.properties.headers).toMatchObject({ h: 1 });
  });

  it('copies to the CC routing keys', async () => {
    const other = `${broker.prefix}copy`;
    await make().publish(receipt('first'));
    await broker.channel.assertQueue(other, { exclusive: true });
    await broker.channel.bindQueue(other, broker.names.receipts, 'receipt.313003000.#');
    await publisher.publish(receipt('copied', { cc: ['receipt.313003000.sent'] }));
    expect((await broker.take(other)).content.toString()).toBe('copied');
    await broker.channel.deleteQueue(other);
  });

  it('keeps the order of calls with hundreds in flight, and bounds them', async () => {
    make({ maxInFlight: 100 });
    const total = 1_500;
    await Promise.all(Array.from({ length: total }, (_, index) => publisher.publish(receipt(String(index)))));
    expect(await broker.messagesIn(queue())).toBe(total);
    const bodies: string[] = [];
    for (let index = 0; index < total; index += 1) {
      const message = await broker.channel.get(queue(), { noAck: true });
      if (message) bodies.push(message.content.toString());
    }
    expect(bodies).toEqual(Array.from({ length: total }, (_, index) => String(index)));
  });

  it('rejects what no queue takes, and only that', async () => {
    make();
    const results = await Promise.allSettled([
      publisher.publish(receipt('fine')),
      publisher.publish(receipt('lost', { routingKey: 'nobody.listens' })),
      publisher.publish(receipt('fine too')),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'UNROUTABLE' } });
  });

  it('rejects when a full queue refuses', async () => {
    make();
    const full = `${broker.prefix}full`;
    const args = { 'x-max-length': 1, 'x-overflow': 'reject-publish' };
    await publisher.publish(receipt('first'));
    await broker.channel.assertQueue(full, { exclusive: true, arguments: args });
    await broker.channel.bindQueue(full, broker.names.receipts, 'full');
    await publisher.publish(receipt('fits', { routingKey: 'full' }));
    await expect(publisher.publish(receipt('does not', { routingKey: 'full' }))).rejects.toMatchObject({
      code: 'REFUSED',
    });
    await broker.channel.deleteQueue(full);
  });

  it('survives a cut connection: what is lost rejects, what comes later arrives', async () => {
    const proxy = new TcpProxy(new URL(TestBroker.url));
    make({ url: await proxy.start() });
    await publisher.publish(receipt('before'));
    proxy.freeze();
    const lost = publisher.publish(receipt('in the dark'));
    proxy.cut();
    await expect(lost).rejects.toMatchObject({ code: 'CHANNEL_LOST' });
    await proxy.stop();
    await publisher.close();

    make();
    await publisher.publish(receipt('after'));
    expect(publisher.status).toBe('up');
  });

  it('waits for a broker that comes in time, and gives up on one that does not', async () => {
    const proxy = new TcpProxy(new URL(TestBroker.url));
    const url = await proxy.start();
    await proxy.stop();
    make({ url, timeoutMs: 8_000 });
    const patient = publisher.publish(receipt('patient'));
    await proxy.start(Number(new URL(url).port));
    await patient;
    await proxy.stop();
    await eventually(
      () => publisher.status,
      (status) => status === 'degraded',
    );
    await publisher.close();

    make({ url, timeoutMs: 300 });
    await expect(publisher.publish(receipt('too late'))).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('brings back an exchange that was deleted', async () => {
    make();
    await publisher.publish(receipt('one'));
    await broker.channel.deleteExchange(broker.names.receipts);
    await expect(publisher.publish(receipt('into the void'))).rejects.toMatchObject({ code: 'CHANNEL_LOST' });
    await publisher.publish(receipt('two'));
    const bodies = [await broker.take(queue()), await broker.take(queue())].map((message) =>
      message.content.toString(),
    );
    expect(bodies).toEqual(['one', 'two']);
  });

  it('refuses after close', async () => {
    make();
    await publisher.close();
    await expect(publisher.publish(receipt('no'))).rejects.toMatchObject({ code: 'CLOSED' });
  });
});
