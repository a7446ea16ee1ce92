import type { Channel, ChannelModel } from 'amqplib';
import { connectOnce } from './connect-once.js';
import type { DeadMessage } from './dead-message.js';
import { readDeadMessage } from './read-dead-message.js';
import { topologyNames } from './topology.js';

/**
 * Looks through the dead queue. AMQP has no peek, so every message is taken without an acknowledgement and the broker
 * puts all of them back, in their places, when the browser closes, also when its process dies. Until then nobody else
 * sees them, so a browser is open only for a moment. Declares nothing: an operator's user may not.
 */
export class DeadLetterBrowser {
  private constructor(
    private readonly connection: ChannelModel,
    private readonly channel: Channel,
    private readonly queue: string,
  ) {}

  /** Rejects when the broker cannot be reached; the first look rejects when there is no such queue. */
  static async open(url: string, prefix: string): Promise<DeadLetterBrowser> {
    const connection = await connectOnce(url, 'mf dead');
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    return new DeadLetterBrowser(connection, channel, topologyNames(prefix).deadLetters);
  }

  /** Oldest first, to be gone through once. Whoever does not keep a message lets its bytes go. */
  async *messages(): AsyncGenerator<DeadMessage> {
    for (let position = 1; ; position += 1) {
      const message = await this.channel.get(this.queue, { noAck: false });
      if (message === false) return;
      yield readDeadMessage(message, position);
    }
  }

  /** Takes it out of the queue for good, at the latest when the browser closes. */
  remove(message: DeadMessage): void {
    this.channel.ack({ fields: { deliveryTag: message.deliveryTag } } as Parameters<Channel['ack']>[0], false);
  }

  async close(): Promise<void> {
    // Closing the channel first makes sure that the broker has read the acknowledgements before it.
    await this.channel.close().catch(() => undefined);
    await this.connection.close().catch(() => undefined);
  }
}
