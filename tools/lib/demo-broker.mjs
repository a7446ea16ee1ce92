import { randomUUID } from 'node:crypto';

/**
 * The sak/arkiv system's side: a plain AMQP client that knows the contract and nothing of our code. Publishes with
 * confirms and reads receipts from a queue of its own, bound to the receipts exchange, gone when it disconnects.
 */
export async function connectBroker(amqpUrl, prefix, onReceipt) {
  const { connect } = await importClient();
  const connection = await connect(amqpUrl, { noDelay: true });
  connection.on('error', () => undefined);
  const channel = await connection.createConfirmChannel();
  const unroutable = new Set();
  channel.on('return', (message) => unroutable.add(message.properties.messageId));
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
  await channel.bindQueue(queue, `${prefix}receipts`, 'receipt.#');
  await channel.consume(queue, (message) => message && onReceipt(JSON.parse(message.content.toString('utf8'))), {
    noAck: true,
  });
  const userId = decodeURIComponent(new URL(amqpUrl).username) || 'guest';

  return {
    /** Resolves when the broker has it; throws when no queue takes it. */
    async publish(letter) {
      const messageId = randomUUID();
      const options = { contentType: 'application/json', deliveryMode: 2, mandatory: true, messageId, userId };
      await new Promise((resolve, reject) => {
        channel.publish(`${prefix}letters`, letter.routingKey, letter.body, options, (error) =>
          error ? reject(error) : resolve(),
        );
      });
      if (unroutable.has(messageId)) throw new Error(`no queue takes ${letter.routingKey}`);
    },
    close: () => connection.close().catch(() => undefined),
  };
}

/** Only now: node_modules did not exist when the demo started. */
async function importClient() {
  const client = await import('amqplib');
  return client.default ?? client;
}
