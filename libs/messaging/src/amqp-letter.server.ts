import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { ConsumeMessage } from 'amqplib';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Clock } from '#domain/clock.js';
import type { Logger } from '#platform/logger.js';
import { AmqpConnection } from './amqp-connection.js';
import { ConfirmedPublisher } from './confirmed-publisher.js';
import type { Handled } from './consumer-session.js';
import { DeadLetter } from './dead-letter.js';
import { DeadLetterPublisher } from './dead-letter.publisher.js';
import { DeliveryContext } from './delivery-context.js';
import type { MessagingMetrics } from './messaging-metrics.js';
import { POST_AMQP } from './post-amqp.js';
import { QueueConsumer } from './queue-consumer.js';
import { TopologyConflict } from './topology-conflict.js';
import { topologyFor, topologyNames } from './topology.js';
import { within } from './within.js';

export interface AmqpLetterServerOptions {
  readonly url: string;
  /** With its dot, `mf.`. */
  readonly prefix: string;
  /** Organisation numbers of senders and suppliers, for the topology. */
  readonly organisations: readonly string[];
  readonly logger: Logger;
  readonly clock: Clock;
  readonly metrics?: MessagingMetrics;
  /** Unacknowledged letters at most, on the ordinary queue; default 500. */
  readonly prefetch?: number;
  /** The same on the priority queue; default 200. */
  readonly priorityPrefetch?: number;
  /** Larger bodies go to the dead queue; default 128 000 000 bytes. */
  readonly maxMessageBytes?: number;
  /** How long listen() waits for the broker before it goes on as `degraded`; default 10 s. */
  readonly startTimeoutMs?: number;
  /** How long close() waits for running handlers; default 10 s. */
  readonly drainMs?: number;
}

export type AmqpStatus = 'up' | 'degraded';

/**
 * The way in for letters, as a Nest transport. Nest's own RMQ transport does not fit a queue of legal letters: a handler
 * that throws never acknowledges, a consumer that the broker cancels dies silently, messages not made by Nest are
 * dropped, and close() does not drain (reference 6). This one keeps Nest's controllers, pipes, guards and
 * filters, and does the AMQP itself:
 *
 *  - a handler's promise resolves after the commit, and only then is the message acknowledged, in batches;
 *  - DeadLetter moves it to the dead queue with the reason; everything else is tried again (consumer-session.ts);
 *  - pattern: the message's `type` when a handler has that name, else the first word of the routing key;
 *  - two connections, so that a broker that blocks publishers does not stop the acknowledgements.
 *
 * Register it with connectLetters(), which also installs KeepErrorFilter.
 */
export class AmqpLetterServer extends Server<never, AmqpStatus> implements CustomTransportStrategy {
  override readonly transportId = POST_AMQP;
  override readonly propagatesEventHandlerErrors = true;

  private readonly connection: AmqpConnection;
  private readonly publisher: ConfirmedPublisher;
  private readonly deadLetters: DeadLetterPublisher;
  private readonly consumers: readonly QueueConsumer[];
  private readonly queues: readonly string[];
  private changed: (() => void)[] = [];

  constructor(private readonly options: AmqpLetterServerOptions) {
    super();
    const { url, prefix, logger } = options;
    const names = topologyNames(prefix);
    const topology = topologyFor(prefix, options.organisations);
    this.connection = new AmqpConnection({ url, name: 'mf-letters-in', logger });
    const metrics = options.metrics === undefined ? {} : { metrics: options.metrics };
    const publishing = { url, name: 'mf-letters-dead', topology, logger, ...metrics };
    this.publisher = new ConfirmedPublisher(publishing, () => {
      this.update();
    });
    this.deadLetters = new DeadLetterPublisher(this.publisher, prefix);
    const windows = [
      { queue: names.inboundPriority, prefetch: options.priorityPrefetch ?? 200 },
      { queue: names.inbound, prefetch: options.prefetch ?? 500 },
    ];
    this.queues = windows.map(({ queue }) => queue);
    this.consumers = windows.map(
      (window) =>
        new QueueConsumer({
          ...window,
          connection: this.connection,
          topology,
          logger,
          handle: (message) => this.handle(message),
          count: (outcome) => options.metrics?.delivered(window.queue, outcome),
          onChange: () => {
            this.update();
          },
        }),
    );
  }

  /** `up`: both queues are consumed and dead letters can be published. For /health/ready. */
  get health(): AmqpStatus {
    return this.publisher.status === 'up' && this.consumers.every((consumer) => consumer.consuming) ? 'up' : 'degraded';
  }

  /** Handlers fail one after another and consumption is paused. */
  get failing(): boolean {
    return this.consumers.some((consumer) => consumer.failing);
  }

  /**
   * Answers when the queues are consumed, or after `startTimeoutMs` when the broker is away (then it goes on trying).
   * Answers with an error only for what no waiting mends: a topology that contradicts ours.
   */
  listen(callback: (error?: unknown) => void): void {
    this.publisher.start();
    for (const consumer of this.consumers) consumer.start();
    void this.started().then(callback, callback);
  }

  async close(): Promise<void> {
    const drainMs = this.options.drainMs ?? 10_000;
    await Promise.all(this.consumers.map((consumer) => consumer.stop(drainMs)));
    // Only now: handlers that were drained may have had a dead letter to publish.
    await this.publisher.close(2_000);
    await this.connection.close();
    this.update();
  }

  override on(): never {
    throw new Error('AmqpLetterServer has no events of its own; subscribe to `status`.');
  }

  override unwrap(): never {
    throw new Error('AmqpLetterServer does not hand out its broker connection.');
  }

  private async started(): Promise<void> {
    const settled = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.health === 'up' || this.conflict() !== undefined) resolve();
        else this.changed.push(look);
      };
      look();
    });
    const outcome = await within(this.options.startTimeoutMs ?? 10_000, settled);
    const conflict = this.conflict();
    if (conflict) throw conflict;
    if (outcome === 'late')
      this.options.logger.error({ code: 'BROKER_UNREACHABLE' }, 'started without the broker; still trying');
  }

  private conflict(): TopologyConflict | undefined {
    const failures = [...this.consumers.map((consumer) => consumer.lastFailure), this.publisher.lastFailure];
    return failures.find((failure) => failure instanceof TopologyConflict);
  }

  private update(): void {
    const { metrics } = this.options;
    this.consumers.forEach((consumer, index) =>
      metrics?.consumerUp(this.queues[index] ?? '', consumer.consuming ? 1 : 0),
    );
    this._status$.next(this.health);
    const changed = this.changed;
    this.changed = [];
    for (const look of changed) look();
  }

  private async handle(message: ConsumeMessage): Promise<Handled> {
    const context = new DeliveryContext(message, this.options.clock.now());
    try {
      await this.dispatch(message, context);
      return 'handled';
    } catch (error) {
      if (!(error instanceof DeadLetter)) throw error;
      await this.deadLetters.publish(message, error, context.receivedAt);
      this.options.metrics?.deadLettered(error.reason);
      const { messageId, routingKey, userId } = context;
      this.options.logger.warn(
        { code: error.reason, messageId, routingKey, userId },
        'message moved to the dead queue',
      );
      return 'dead';
    }
  }

  private async dispatch(message: ConsumeMessage, context: DeliveryContext): Promise<void> {
    const limit = this.options.maxMessageBytes ?? 128_000_000;
    if (message.content.length > limit) {
      const size = String(message.content.length);
      throw new DeadLetter(
        'MESSAGE_TOO_LARGE',
        `The message has ${size} bytes; at most ${String(limit)} are taken. Upload the documents first.`,
      );
    }
    const handler = this.handlerOf(message);
    if (!handler) throw new DeadLetter('NO_HANDLER', `Nothing here handles the routing key ${context.routingKey}.`);
    const result: unknown = await handler(message.content, context);
    // Nest answers with a stream when an interceptor or a filter is at work: the commit is its end.
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }

  private handlerOf(message: ConsumeMessage): MessageHandler | undefined {
    const { type } = message.properties as { type?: unknown };
    const word = message.fields.routingKey.split('.', 1)[0] ?? '';
    return (typeof type === 'string' ? this.messageHandlers.get(type) : undefined) ?? this.messageHandlers.get(word);
  }
}
