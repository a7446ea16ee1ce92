import type { Channel } from 'amqplib';
import type { Logger } from '#platform/logger.js';
import type { AmqpConnection } from './amqp-connection.js';
import { assertTopology } from './assert-topology.js';
import { ChannelKeeper } from './channel-keeper.js';
import { ConsumerSession, type SessionOptions } from './consumer-session.js';
import type { Topology } from './topology.js';
import { within } from './within.js';

export interface QueueConsumerOptions {
  readonly connection: AmqpConnection;
  readonly topology: Topology;
  readonly queue: string;
  /** Messages that may be unacknowledged on this queue. */
  readonly prefetch: number;
  readonly logger: Logger;
  readonly handle: SessionOptions['handle'];
  readonly count: SessionOptions['count'];
  readonly onChange: () => void;
}

const STEP_MS = 2_000;
/** A new channel waits this long for the handlers of the lost one: they may still commit what comes again. */
const OLD_HANDLERS_MS = 30_000;

/** One queue with its own channel and prefetch, so that prioritised letters never wait behind the others. */
export class QueueConsumer {
  private readonly keeper: ChannelKeeper<Channel>;
  private session: ConsumerSession | undefined;
  private consumerTag: string | undefined;

  constructor(private readonly options: QueueConsumerOptions) {
    this.keeper = new ChannelKeeper({
      name: options.queue,
      logger: options.logger,
      open: () => options.connection.openChannel(),
      setUp: (channel, lose) => this.consume(channel, lose),
      onLost: () => this.endSession(),
      onChange: options.onChange,
    });
  }

  get consuming(): boolean {
    return this.keeper.current !== undefined;
  }

  /** Handlers fail one after another: the database is down, say. */
  get failing(): boolean {
    return this.session?.failing ?? false;
  }

  get lastFailure(): unknown {
    return this.keeper.lastFailure;
  }

  start(): void {
    this.keeper.start();
  }

  /** Cancel, wait for handlers, acknowledge, close the channel: in this order, each step bounded. */
  async stop(drainMs: number): Promise<void> {
    const channel = this.keeper.stop();
    if (channel && this.consumerTag !== undefined) await within(STEP_MS, channel.cancel(this.consumerTag));
    const session = this.session;
    // What the drain did not see the end of, nobody waits for any more.
    this.session = undefined;
    await session?.drain(drainMs);
    if (channel) await within(STEP_MS, channel.close());
  }

  private async consume(channel: Channel, lose: (reason: string) => void): Promise<void> {
    const { topology, queue, prefetch } = this.options;
    await assertTopology(channel, topology);
    await channel.prefetch(prefetch);
    const session = new ConsumerSession(channel, this.options);
    this.session = session;
    const { consumerTag } = await channel.consume(queue, (message) => {
      // The broker cancels a consumer whose queue is deleted or has moved; the channel would stay open and silent.
      if (message === null) lose('consumer cancelled by the broker');
      else session.receive(message);
    });
    this.consumerTag = consumerTag;
  }

  private async endSession(): Promise<void> {
    await this.session?.lost(OLD_HANDLERS_MS);
    this.session = undefined;
  }
}
