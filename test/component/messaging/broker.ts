import { randomUUID } from 'node:crypto';
import { connect, type ChannelModel, type ConfirmChannel, type GetMessage, type Options } from 'amqplib';
import { topologyFor, topologyNames, type Topology, type TopologyNames } from '#messaging/topology.js';

/** A corner of the real broker for one test file: a prefix of its own, removed with everything in it at the end. */
export class TestBroker {
  static readonly url = process.env['AMQP_URL'] ?? 'amqp://guest:guest@127.0.0.1:5672';
  static readonly sender = '313000001';
  /** All that config/sandbox/senders.yaml names, so that what an app under test declares is removed too. */
  static readonly organisations = [TestBroker.sender, '313001008', '313002004', '313003000'];

  readonly prefix = `test-${randomUUID().slice(0, 8)}.`;
  readonly names: TopologyNames = topologyNames(this.prefix);
  readonly topology: Topology = topologyFor(this.prefix, TestBroker.organisations);

  private constructor(
    private readonly connection: ChannelModel,
    readonly channel: ConfirmChannel,
  ) {}

  static async connect(): Promise<TestBroker> {
    const connection = await connect(TestBroker.url, { noDelay: true });
    connection.on('error', () => undefined);
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    return new TestBroker(connection, channel);
  }

  /** Resolves when the broker has it. */
  publish(routingKey: string, body: Buffer | string, options: Options.Publish = {}): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown): void => {
        if (error === null || error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error('nacked'));
      };
      this.channel.publish(this.names.letters, routingKey, Buffer.from(body), options, done);
    });
  }

  async messagesIn(queue: string): Promise<number> {
    return (await this.channel.checkQueue(queue)).messageCount;
  }

  async take(queue: string): Promise<GetMessage> {
    const message = await eventually(
      () => this.channel.get(queue, { noAck: true }),
      (got) => got !== false,
    );
    if (message === false) throw new Error(`nothing in ${queue}`);
    return message;
  }

  async remove(): Promise<void> {
    for (const queue of this.topology.queues) await this.channel.deleteQueue(queue.name);
    for (const exchange of this.topology.exchanges) await this.channel.deleteExchange(exchange.name);
    await this.channel.close();
    await this.disconnect();
  }

  async disconnect(): Promise<void> {
    await this.connection.close();
  }
}

/** Asks until the answer holds; fails with the last answer after `timeoutMs`. */
export async function eventually<Answer>(
  ask: () => Answer | Promise<Answer>,
  holds: (answer: Answer) => boolean,
  timeoutMs = 15_000,
): Promise<Answer> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (performance.now() > end) throw new Error(`still not after ${String(timeoutMs)} ms: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
