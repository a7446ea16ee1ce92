import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { connectOnce } from './connect-once.js';
import { topologyNames } from './topology.js';

export interface WatchedDeath {
  readonly messageId: string;
  readonly reason: string;
  readonly text: string;
}

export interface ReceiptWatcherOptions {
  readonly url: string;
  /** With its dot. */
  readonly prefix: string;
  /** Whose receipts. */
  readonly organisationNumber: string;
  /** A receipt as it came: a CloudEvent, unread. */
  readonly onReceipt: (body: Buffer) => void;
  /** A message that no receipt can answer; of every sender, so look at the message id. */
  readonly onDeath: (death: WatchedDeath) => void;
  /** The connection is gone; nothing more will come. */
  readonly onLost: (reason: string) => void;
}

/**
 * Watches receipts from now on, through queues of its own that end with the connection, so that it takes nothing from
 * the sender's real queue. For sandboxes and operators: a sender's own user may not declare queues.
 */
export class ReceiptWatcher {
  private constructor(private readonly connection: ChannelModel) {}

  /** Resolves when everything published after this will be seen. */
  static async open(options: ReceiptWatcherOptions): Promise<ReceiptWatcher> {
    const connection = await connectOnce(options.url, 'mf send --wait');
    connection.on('close', () => {
      options.onLost('the connection to the broker closed');
    });
    const channel = await connection.createChannel();
    channel.on('error', (error) => {
      options.onLost(error.message);
    });
    const names = topologyNames(options.prefix);
    await consume(channel, names.receipts, `receipt.${options.organisationNumber}.#`, ({ content }) => {
      options.onReceipt(content);
    });
    await consume(channel, names.dead, '', ({ properties }) => {
      const headers: Readonly<Record<string, unknown>> = properties.headers ?? {};
      options.onDeath({
        messageId: text(headers['x-mf-message-id']) ?? text(properties.messageId) ?? '',
        reason: text(headers['x-mf-reason']) ?? text(headers['x-first-death-reason']) ?? 'unknown',
        text: text(headers['x-mf-reason-text']) ?? 'The broker gave it up.',
      });
    });
    return new ReceiptWatcher(connection);
  }

  async close(): Promise<void> {
    this.connection.removeAllListeners('close');
    await this.connection.close().catch(() => undefined);
  }
}

async function consume(
  channel: Channel,
  exchange: string,
  routingKey: string,
  handle: (message: ConsumeMessage) => void,
): Promise<void> {
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
  await channel.bindQueue(queue, exchange, routingKey);
  await channel.consume(
    queue,
    (message) => {
      if (message !== null) handle(message);
    },
    { noAck: true },
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
