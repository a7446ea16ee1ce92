import type { ConfirmChannel, Message } from 'amqplib';
import type { Logger } from '#platform/logger.js';
import { AmqpConnection } from './amqp-connection.js';
import { assertTopology } from './assert-topology.js';
import { ChannelKeeper } from './channel-keeper.js';
import type { MessagingMetrics } from './messaging-metrics.js';
import type { Publication } from './publication.js';
import { PublishError } from './publish-error.js';
import type { Topology } from './topology.js';
import { within } from './within.js';

export interface ConfirmedPublisherOptions {
  readonly url: string;
  /** Shown in the broker's list of connections. */
  readonly name: string;
  /** Asserted on every new channel, so that a deleted exchange comes back. */
  readonly topology: Topology;
  readonly logger: Logger;
  readonly metrics?: MessagingMetrics;
  /** Publications without an answer at most; more wait their turn. Default 500. */
  readonly maxInFlight?: number;
  /** From the call to the confirm, milliseconds. Default 15 000. */
  readonly timeoutMs?: number;
}

interface Entry {
  readonly publication: Publication;
  readonly settle: (error?: PublishError) => void;
  timer: NodeJS.Timeout;
  state: 'waiting' | 'sent' | 'settled';
  returned?: string;
}

/**
 * Publishes on a connection of its own, one that no slow consumer can block, and resolves only when the broker has
 * taken responsibility: confirm channel, persistent, mandatory. A message that no queue takes comes back as a `return`
 * *before* its confirm, so the two are paired by message id. Order of calls = order on the wire.
 *
 * While the broker is away calls wait, each until its own time-out; nothing is kept in memory longer than that.
 */
export class ConfirmedPublisher {
  private readonly connection: AmqpConnection;
  private readonly keeper: ChannelKeeper<ConfirmChannel>;
  private readonly maxInFlight: number;
  private readonly timeoutMs: number;
  private readonly waiting: Entry[] = [];
  private readonly inFlight = new Map<string, Set<Entry>>();
  private unanswered = 0;
  private closed = false;
  private started = false;
  private idle: (() => void) | undefined;

  constructor(
    private readonly options: ConfirmedPublisherOptions,
    private readonly onChange: () => void = () => undefined,
  ) {
    this.maxInFlight = options.maxInFlight ?? 500;
    this.timeoutMs = options.timeoutMs ?? 15_000;
    this.connection = new AmqpConnection(options);
    this.keeper = new ChannelKeeper<ConfirmChannel>({
      name: options.name,
      logger: options.logger,
      open: () => this.connection.openConfirmChannel(),
      setUp: async (channel) => {
        await assertTopology(channel, options.topology);
        channel.on('return', (message) => {
          this.returned(message);
        });
      },
      onLost: () => Promise.resolve(),
      onChange: () => {
        this.pump();
        this.onChange();
      },
    });
  }

  get status(): 'up' | 'degraded' {
    return this.keeper.current === undefined ? 'degraded' : 'up';
  }

  get lastFailure(): unknown {
    return this.keeper.lastFailure;
  }

  /** Connects in the background; the first publish does it too. */
  start(): void {
    if (this.started || this.closed) return;
    this.started = true;
    this.keeper.start();
  }

  /** Resolves when the broker has it on disk in every queue it goes to. Rejects with PublishError. */
  publish(publication: Publication): Promise<void> {
    if (this.closed) return Promise.reject(new PublishError('CLOSED', 'The publisher is closed.'));
    this.start();
    return new Promise((resolve, reject) => {
      const entry: Entry = {
        publication,
        state: 'waiting',
        settle: (error) => {
          this.options.metrics?.published(error?.code ?? 'confirmed');
          if (error) reject(error);
          else resolve();
        },
        timer: setTimeout(() => {
          this.settle(
            entry,
            new PublishError('TIMEOUT', `No confirm from the broker in ${String(this.timeoutMs)} ms.`),
          );
        }, this.timeoutMs),
      };
      this.waiting.push(entry);
      this.pump();
    });
  }

  /** Waits for the confirms still out, at most `drainMs`; what is left rejects. */
  async close(drainMs = 5_000): Promise<void> {
    this.closed = true;
    if (this.unanswered + this.waiting.length > 0) {
      await within(drainMs, new Promise<void>((resolve) => (this.idle = resolve)));
    }
    const channel = this.keeper.stop();
    for (const entry of [...this.waiting, ...[...this.inFlight.values()].flatMap((entries) => [...entries])]) {
      this.settle(entry, new PublishError('CLOSED', 'The publisher was closed before the broker answered.'));
    }
    if (channel) await within(2_000, channel.close());
    await this.connection.close();
  }

  private pump(): void {
    const channel = this.keeper.current;
    if (!channel) return;
    while (this.unanswered < this.maxInFlight) {
      const entry = this.waiting.shift();
      if (!entry) return;
      if (entry.state === 'waiting') this.send(channel, entry);
    }
  }

  private send(channel: ConfirmChannel, entry: Entry): void {
    const { exchange, routingKey, body } = entry.publication;
    entry.state = 'sent';
    this.unanswered += 1;
    const same = this.inFlight.get(entry.publication.messageId) ?? new Set();
    this.inFlight.set(entry.publication.messageId, same.add(entry));
    try {
      channel.publish(exchange, routingKey, body, toOptions(entry.publication), (error: unknown) => {
        this.settle(entry, verdict(entry, error));
      });
    } catch (cause) {
      // A closed channel, or properties that AMQP cannot carry (headers above 64 KiB).
      const code = cause instanceof RangeError || cause instanceof TypeError ? 'NOT_SENDABLE' : 'CHANNEL_LOST';
      this.settle(entry, new PublishError(code, 'The message could not be handed to the broker.', { cause }));
    }
  }

  private settle(entry: Entry, error?: PublishError): void {
    if (entry.state === 'settled') return;
    clearTimeout(entry.timer);
    if (entry.state === 'sent') this.forget(entry);
    entry.state = 'settled';
    entry.settle(error);
    this.pump();
    if (this.unanswered + this.waiting.length === 0) this.idle?.();
  }

  private forget(entry: Entry): void {
    this.unanswered -= 1;
    const same = this.inFlight.get(entry.publication.messageId);
    same?.delete(entry);
    if (same?.size === 0) this.inFlight.delete(entry.publication.messageId);
  }

  private returned(message: Message): void {
    const reply: unknown = Reflect.get(message.fields, 'replyText');
    for (const entry of this.inFlight.get(String(message.properties.messageId)) ?? []) {
      entry.returned = typeof reply === 'string' ? reply : 'NO_ROUTE';
    }
  }
}

function verdict(entry: Entry, error: unknown): PublishError | undefined {
  const { exchange, routingKey } = entry.publication;
  if (entry.returned !== undefined) {
    return new PublishError('UNROUTABLE', `No queue takes ${routingKey} from ${exchange} (${entry.returned}).`);
  }
  if (error === null || error === undefined) return undefined;
  const refused = error instanceof Error && error.message === 'message nacked';
  return refused
    ? new PublishError('REFUSED', `The broker refused ${routingKey} on ${exchange}; a queue behind it is full.`, {
        cause: error,
      })
    : new PublishError('CHANNEL_LOST', 'The channel closed before the broker answered.', { cause: error });
}

function toOptions(publication: Publication): Parameters<ConfirmChannel['publish']>[3] {
  const { contentType, messageId, headers, cc, contentEncoding, correlationId, type, appId, userId } = publication;
  return {
    persistent: true,
    mandatory: true,
    contentType,
    messageId,
    headers: { ...headers },
    ...(cc === undefined ? {} : { CC: [...cc] }),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(type === undefined ? {} : { type }),
    ...(appId === undefined ? {} : { appId }),
    ...(userId === undefined ? {} : { userId }),
  };
}
