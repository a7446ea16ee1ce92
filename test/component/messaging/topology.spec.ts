import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '#domain/clock.js';
import { AmqpLetterServer } from '#messaging/amqp-letter.server.js';
import { assertTopology } from '#messaging/assert-topology.js';
import { TopologyConflict } from '#messaging/topology-conflict.js';
import { createLogger } from '#platform/logger.js';
import { TestBroker } from './broker.js';

describe('assertTopology', () => {
  let broker: TestBroker;
  beforeEach(async () => {
    broker = await TestBroker.connect();
  });

  describe('on an empty broker', () => {
    afterEach(async () => {
      await broker.remove();
    });

    it('declares everything and may be repeated', async () => {
      await assertTopology(broker.channel, broker.topology);
      await assertTopology(broker.channel, broker.topology);
      for (const queue of broker.topology.queues) await expect(broker.messagesIn(queue.name)).resolves.toBe(0);
    });

    it('routes letters, priority letters, cancellations and receipts to their queues', async () => {
      await assertTopology(broker.channel, broker.topology);
      const { sender } = TestBroker;
      await broker.publish(`letter.${sender}`, 'l', { mandatory: true });
      await broker.publish(`cancel.${sender}`, 'c');
      await broker.publish(`letter.${sender}.priority`, 'p');
      await broker.publish('letter', 'nowhere');
      broker.channel.publish(broker.names.receipts, `receipt.${sender}.sent`, Buffer.from('r'));
      await broker.channel.waitForConfirms();
      expect((await broker.take(broker.names.inbound)).content.toString()).toBe('l');
      expect((await broker.take(broker.names.inbound)).content.toString()).toBe('c');
      expect((await broker.take(broker.names.inboundPriority)).content.toString()).toBe('p');
      expect((await broker.take(`${broker.prefix}receipts.${sender}`)).content.toString()).toBe('r');
      expect(await broker.messagesIn(broker.names.inbound)).toBe(0);
    });
  });

  describe('when something exists otherwise', () => {
    afterEach(async () => {
      const cleaner = await TestBroker.connect();
      for (const queue of broker.topology.queues) await cleaner.channel.deleteQueue(queue.name);
      for (const exchange of broker.topology.exchanges) await cleaner.channel.deleteExchange(exchange.name);
      await cleaner.remove();
      await broker.disconnect();
    });

    it('names the object and the difference, and the server refuses to start', async () => {
      await broker.channel.assertQueue(broker.names.inbound, { durable: true });
      const conflict = await assertTopology(broker.channel, broker.topology).catch((error: unknown) => error);
      expect(conflict).toBeInstanceOf(TopologyConflict);
      expect(String(conflict)).toContain(broker.names.inbound);
      expect(String(conflict)).toContain("inequivalent arg 'x-");

      const server = new AmqpLetterServer({
        url: TestBroker.url,
        prefix: broker.prefix,
        organisations: TestBroker.organisations,
        logger: createLogger('test', 'fatal'),
        clock: systemClock,
      });
      const answer = await new Promise((resolve) => {
        server.listen(resolve);
      });
      expect(answer).toBeInstanceOf(TopologyConflict);
      await server.close();
    });
  });
});
