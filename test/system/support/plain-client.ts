import { randomUUID } from 'node:crypto';
import {
  connect,
  type ChannelModel,
  type ConfirmChannel,
  type ConsumeMessage,
  type GetMessage,
  type Options,
} from 'amqplib';
import { until } from '../../support/until.js';
import { AMQP_URL, AMQP_USER } from './environment.js';

/** What a client publishes: bytes and a routing key; `LetterDraft` fits. */
export interface Publishable {
  readonly routingKey: string;
  readonly body: Buffer;
}

/** A sak/arkiv system's side: a plain AMQP client that knows the contract and nothing of our code. */
export class PlainClient {
  private constructor(
    private readonly connection: ChannelModel,
    private readonly channel: ConfirmChannel,
    private readonly prefix: string,
  ) {}

  static async connect(prefix: string): Promise<PlainClient> {
    const connection = await connect(AMQP_URL, { noDelay: true });
    connection.on('error', () => undefined);
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    return new PlainClient(connection, channel, prefix);
  }

  /** Resolves when the broker has confirmed. A property set to undefined in `properties` is left out. */
  async publish({ routingKey, body }: Publishable, properties: Partial<Options.Publish> = {}): Promise<void> {
    const options: Options.Publish = {
      contentType: 'application/json',
      persistent: true,
      mandatory: true,
      messageId: randomUUID(),
      userId: AMQP_USER,
      ...properties,
    };
    await new Promise<void>((resolve, reject) => {
      this.channel.publish(`${this.prefix}letters`, routingKey, body, options, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error('The broker refused the message.'));
      });
    });
  }

  /** The first message that is wanted; those before it are gone too. `queue` as the broker calls it. */
  async take(queue: string, isWanted: (message: GetMessage) => boolean, timeoutMs = 15_000): Promise<GetMessage> {
    return until(
      `a message in ${queue}`,
      async () => {
        const message = await this.channel.get(queue, { noAck: true });
        return message !== false && isWanted(message) ? message : undefined;
      },
      timeoutMs,
    );
  }

  /** Calls back for every message of a queue, from the first of a stream on. Returns how to stop. */
  async read(
    queue: string,
    onMessage: (message: ConsumeMessage) => void,
    stream = false,
  ): Promise<() => Promise<void>> {
    const channel = await this.connection.createChannel();
    channel.on('error', () => undefined);
    await channel.prefetch(200);
    const { consumerTag } = await channel.consume(
      queue,
      (message) => {
        if (message === null) return;
        onMessage(message);
        channel.ack(message);
      },
      stream ? { arguments: { 'x-stream-offset': 'first' } } : {},
    );
    return async () => {
      await channel.cancel(consumerTag);
      await channel.close();
    };
  }

  /** A queue of this connection alone, bound to the receipts of everyone. */
  async receiptQueue(): Promise<string> {
    const { queue } = await this.channel.assertQueue('', { exclusive: true });
    await this.channel.bindQueue(queue, `${this.prefix}receipts`, 'receipt.#');
    return queue;
  }

  /** Why the broker closed the channel, when it does. */
  closedBy(): Promise<string> {
    return new Promise((resolve) => {
      this.channel.once('error', (error: Error) => {
        resolve(error.message);
      });
    });
  }

  async delete(exchanges: readonly string[], queues: readonly string[]): Promise<void> {
    for (const queue of queues) await this.channel.deleteQueue(queue);
    for (const exchange of exchanges) await this.channel.deleteExchange(exchange);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
