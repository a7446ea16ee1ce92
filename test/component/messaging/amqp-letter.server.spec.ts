import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DeadLetter } from '#messaging/dead-letter.js';
import { eventually, TestBroker } from './broker.js';
import { office, openOffice, type OpenOffice } from './post-office.js';
import { TcpProxy } from './tcp-proxy.js';

const KEY = `letter.${TestBroker.sender}`;
const STILL = 12;
jest.setTimeout(40_000);

describe('the letter queue', () => {
  let broker: TestBroker;
  let open: OpenOffice | undefined;

  beforeAll(async () => {
    broker = await TestBroker.connect();
  });
  afterEach(async () => {
    await open?.app.close();
    open = undefined;
    for (const queue of broker.topology.queues) {
      if (queue.name !== broker.names.receiptLog) await broker.channel.purgeQueue(queue.name);
    }
  });
  afterAll(async () => {
    await broker.remove();
  });

  const seen = (count: number) =>
    eventually(
      () => office.seen.length,
      (length) => length >= count,
    );
  const bodies = (): string[] => office.seen.map((handling) => handling.body);
  /** Closes the app first: what it had not acknowledged is in the queue again, as soon as the count stands still. */
  const leftAfterClose = async (): Promise<number> => {
    await open?.app.close();
    open = undefined;
    const counts: number[] = [];
    const count = async (): Promise<readonly number[]> => {
      const inbound = await broker.messagesIn(broker.names.inbound);
      counts.unshift(inbound + (await broker.messagesIn(broker.names.inboundPriority)));
      return counts.slice(0, STILL);
    };
    const still = await eventually(count, (last) => last.length === STILL && new Set(last).size === 1);
    return still[0] ?? -1;
  };

  it('brings a plain message to the handler with everything but the channel', async () => {
    open = await openOffice(broker);
    const options = { contentType: 'application/json', messageId: 'm1', userId: 'guest', headers: { trace: 't' } };
    await broker.publish(KEY, '{"a":1}', options);
    await seen(1);
    const context = office.seen[0]?.context;
    expect(context).toMatchObject({
      messageId: 'm1',
      routingKey: KEY,
      userId: 'guest',
      contentType: 'application/json',
    });
    expect(context).toMatchObject({ headers: { trace: 't' }, redelivered: false, priority: 'normal' });
    expect(context?.raw.toString()).toBe('{"a":1}');
    expect(await leftAfterClose()).toBe(0);
  });

  it('marks letters of the priority queue, and they pass a full ordinary window', async () => {
    open = await openOffice(broker, { prefetch: 1 });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    office.onLetter = ({ context }) => (context.priority === 'normal' ? held : undefined);
    await broker.publish(KEY, 'slow');
    await broker.publish(KEY, 'waits');
    await broker.publish(`${KEY}.priority`, 'urgent');
    await eventually(bodies, (list) => list.includes('urgent'));
    expect(bodies()).not.toContain('waits');
    release();
    await seen(3);
    expect(await leftAfterClose()).toBe(0);
  });

  it('binds only the handlers that name this transport; what nobody handles goes to the dead queue', async () => {
    open = await openOffice(broker);
    expect([...open.server.getHandlers().keys()]).toEqual(['letter']);
    await broker.publish(`cancel.${TestBroker.sender}`, '{}', { messageId: 'c1', type: 'foreign' });
    const dead = await broker.take(broker.names.deadLetters);
    expect(dead.properties.headers).toMatchObject({ 'x-mf-reason': 'NO_HANDLER', 'x-mf-message-id': 'c1' });
    expect(office.foreign).toBe(0);
    expect(await leftAfterClose()).toBe(0);
  });

  it('acknowledges only after the handler has resolved', async () => {
    open = await openOffice(broker);
    office.onLetter = () => new Promise(() => undefined);
    await broker.publish(KEY, 'never committed');
    await seen(1);
    expect(await leftAfterClose()).toBe(1);
  });

  it('keeps the error of a handler: a DeadLetter goes to the dead queue unchanged, with the reason', async () => {
    open = await openOffice(broker);
    office.onLetter = () => {
      throw new DeadLetter('MALFORMED_JSON', 'The body is not JSON.');
    };
    const body = Buffer.from([0xff, 0x00, 0x7b]);
    await broker.publish(KEY, body, {
      contentType: 'text/weird',
      messageId: 'm9',
      userId: 'guest',
      headers: { own: 'kept' },
    });
    const dead = await broker.take(broker.names.deadLetters);
    expect(dead.content).toEqual(body);
    expect(dead.fields.routingKey).toBe(KEY);
    expect(dead.properties.contentType).toBe('text/weird');
    expect(dead.properties.headers).toMatchObject({
      own: 'kept',
      'x-mf-reason': 'MALFORMED_JSON',
      'x-mf-message-id': 'm9',
      'x-mf-user-id': 'guest',
      'x-mf-received-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(await leftAfterClose()).toBe(0);
  });

  it('moves a message above the size limit to the dead queue without a handler', async () => {
    open = await openOffice(broker, { maxMessageBytes: 1_000 });
    await broker.publish(KEY, Buffer.alloc(1_001, 'a'));
    await broker.publish(KEY, Buffer.alloc(1_000, 'b'));
    const dead = await broker.take(broker.names.deadLetters);
    expect(dead.properties.headers).toMatchObject({ 'x-mf-reason': 'MESSAGE_TOO_LARGE' });
    expect(dead.content).toHaveLength(1_001);
    await seen(1);
    expect(await leftAfterClose()).toBe(0);
  });

  it('moves a dead message whose own headers fill what AMQP can carry', async () => {
    open = await openOffice(broker);
    office.onLetter = () => {
      throw new DeadLetter('NO_LETTER_ID', 'The letter has no letterId.');
    };
    await broker.publish(KEY, 'x', { headers: { huge: 'h'.repeat(65_400) } });
    const dead = await broker.take(broker.names.deadLetters);
    expect(dead.properties.headers).toMatchObject({ 'x-mf-reason': 'NO_LETTER_ID' });
  });

  it('tries again after a passing fault, without a spin and without losing or killing a letter', async () => {
    open = await openOffice(broker);
    let broken = true;
    let calls = 0;
    office.onLetter = () => {
      calls += 1;
      if (broken) throw new Error('database down');
    };
    for (let index = 0; index < 40; index += 1) await broker.publish(KEY, `l${String(index)}`);
    await eventually(
      () => open?.server.failing,
      (failing) => failing === true,
    );
    await seen(8);
    // 40 letters wait, and only single probes run: a spin would have made thousands of calls by now.
    expect(calls).toBeLessThan(40);
    broken = false;
    await eventually(
      () => open?.server.failing,
      (failing) => failing === false,
    );
    await eventually(
      () => new Set(bodies()).size,
      (size) => size === 40,
    );
    expect(office.seen.every((handling) => !handling.context.redelivered)).toBe(true);
    expect(await leftAfterClose()).toBe(0);
    expect(await broker.messagesIn(broker.names.deadLetters)).toBe(0);
  });

  it('gives back a letter that fails while others succeed, until the delivery limit ends it', async () => {
    open = await openOffice(broker);
    office.onLetter = ({ body }) => {
      if (body === 'poison') throw new Error('defect');
    };
    await broker.publish(KEY, 'poison');
    let sent = 0;
    await eventually(
      async () => {
        await broker.publish(KEY, `good ${String((sent += 1))}`);
        return office.seen.some((handling) => handling.body === 'poison' && handling.context.redelivered);
      },
      (redelivered) => redelivered,
      20_000,
    );
    await eventually(
      () => bodies().filter((body) => body !== 'poison').length,
      (good) => good === sent,
    );
    expect(await broker.messagesIn(broker.names.deadLetters)).toBe(0);
  });

  it('acknowledges 2,000 letters in few commands and leaves none behind at an immediate close', async () => {
    open = await openOffice(broker, { prefetch: 500 });
    const total = 2_000;
    const publications = Array.from({ length: total }, (_, index) => broker.publish(KEY, String(index)));
    await Promise.all(publications);
    await seen(total);
    expect(await leftAfterClose()).toBe(0);
    expect(new Set(bodies()).size).toBe(total);
  });

  it('drains: close waits for the running handler, then acknowledges', async () => {
    open = await openOffice(broker);
    let finish: (() => void) | undefined;
    office.onLetter = () => new Promise<void>((resolve) => (finish = resolve));
    await broker.publish(KEY, 'slow');
    await seen(1);
    const { server } = open;
    const left = leftAfterClose();
    await eventually(
      () => server.health,
      (health) => health === 'degraded',
    );
    finish?.();
    expect(await left).toBe(0);
  });

  it('comes back when its queue is deleted, with the queue', async () => {
    open = await openOffice(broker);
    await broker.channel.deleteQueue(broker.names.inbound);
    await eventually(
      () => open?.server.health,
      (health) => health === 'degraded',
    );
    await eventually(
      () => open?.server.health,
      (health) => health === 'up',
    );
    await broker.publish(KEY, 'after');
    await seen(1);
    expect((await broker.channel.checkQueue(broker.names.inbound)).consumerCount).toBe(1);
    expect(await leftAfterClose()).toBe(0);
  });

  it('comes back after a cut connection, waits for the running handler and consumes once', async () => {
    const proxy = new TcpProxy(new URL(TestBroker.url));
    open = await openOffice(broker, { url: await proxy.start() });
    const statuses: string[] = [];
    open.server.status.subscribe((status) => statuses.push(status));
    let running = 0;
    let most = 0;
    office.onLetter = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 700));
      running -= 1;
    };
    await broker.publish(KEY, 'same');
    await seen(1);
    proxy.cut();
    await seen(2);
    expect(office.seen[1]?.context.redelivered).toBe(true);
    await eventually(
      () => running,
      (count) => count === 0,
    );
    expect(most).toBe(1);
    expect(statuses).toEqual(expect.arrayContaining(['up', 'degraded']));
    expect(open.server.health).toBe('up');
    expect((await broker.channel.checkQueue(broker.names.inbound)).consumerCount).toBe(1);
    expect(await leftAfterClose()).toBe(0);
    await proxy.stop();
  });

  it('closes in bounded time on a frozen connection', async () => {
    const proxy = new TcpProxy(new URL(TestBroker.url));
    open = await openOffice(broker, { url: await proxy.start() });
    proxy.freeze();
    const start = performance.now();
    await open.app.close();
    open = undefined;
    expect(performance.now() - start).toBeLessThan(15_000);
    await proxy.stop();
  });

  it('starts degraded when the broker is away and gets up when it comes', async () => {
    const proxy = new TcpProxy(new URL(TestBroker.url));
    const url = await proxy.start();
    await proxy.stop();
    open = await openOffice(broker, { url, startTimeoutMs: 200 });
    expect(open.server.health).toBe('degraded');
    await proxy.start(Number(new URL(url).port));
    await eventually(
      () => open?.server.health,
      (health) => health === 'up',
    );
    await broker.publish(KEY, 'at last');
    await seen(1);
    await open.app.close();
    open = undefined;
    await proxy.stop();
  });
});
