import { Socket } from 'node:net';
import { connect, type Channel, type ChannelModel, type ConfirmChannel, type RecoveringChannelModel } from 'amqplib';
import type { Logger } from '#platform/logger.js';
import { within } from './within.js';

export interface AmqpConnectionOptions {
  readonly url: string;
  /** Shown in the broker's list of connections. */
  readonly name: string;
  readonly logger: Logger;
}

const CONNECT_TIMEOUT_MS = 10_000;
const HEARTBEAT_SECONDS = 15;
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * One connection that comes back by itself (amqplib's recovery). Channels do not: whoever holds one reopens it
 * (channel-keeper.ts). Nagle is off, or each confirmed publish of 2 KiB waits 44 ms for a delayed TCP acknowledgement.
 * The password is part of the URL, so the URL is never logged.
 */
export class AmqpConnection {
  private opening: Promise<RecoveringChannelModel> | undefined;
  private model: ChannelModel | undefined;
  private closed = false;

  constructor(private readonly options: AmqpConnectionOptions) {}

  get connected(): boolean {
    return this.model !== undefined;
  }

  /** Waits until there is a connection; rejects when this one has been closed for good. */
  async openChannel(): Promise<Channel> {
    return (await this.recovering()).createChannel();
  }

  async openConfirmChannel(): Promise<ConfirmChannel> {
    return (await this.recovering()).createConfirmChannel();
  }

  /** At most a few seconds, also on a socket that is dead without knowing it. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.opening === undefined) return;
    const connection = await this.opening;
    const model = this.model;
    this.model = undefined;
    const outcome = await within(CLOSE_TIMEOUT_MS, connection.close());
    if (outcome === 'late' && model) destroySocket(model);
  }

  private recovering(): Promise<RecoveringChannelModel> {
    if (this.closed) return Promise.reject(new Error(`The broker connection ${this.options.name} is closed.`));
    this.opening ??= this.open();
    return this.opening;
  }

  private async open(): Promise<RecoveringChannelModel> {
    const { name, logger } = this.options;
    const connection = await connect(withHeartbeat(this.options.url), {
      noDelay: true,
      keepAlive: true,
      timeout: CONNECT_TIMEOUT_MS,
      clientProperties: { connection_name: name },
      recovery: { initialDelay: 200, maxDelay: 5_000, waitForConnect: false },
    });
    connection.on('connect', (model) => {
      this.model = model;
      // Recovery listens too, but forgets an old model; an error without a listener ends the process.
      model.on('error', () => undefined);
      logger.info({ connection: name }, 'connected to the broker');
    });
    connection.on('disconnect', (error) => {
      this.model = undefined;
      if (!this.closed)
        logger.warn({ connection: name, reason: withoutUrl(error.message) }, 'lost the broker; reconnecting');
    });
    connection.on('connect-failed', (error) => {
      logger.warn({ connection: name, reason: withoutUrl(error.message) }, 'cannot reach the broker; trying again');
    });
    connection.on('blocked', (reason) => {
      logger.warn({ connection: name, reason }, 'the broker blocks publishers (memory or disk alarm)');
    });
    connection.on('unblocked', () => {
      logger.info({ connection: name }, 'the broker takes messages again');
    });
    connection.on('error', (error) => {
      logger.warn({ connection: name, reason: withoutUrl(error.message) }, 'broker connection error');
    });
    return connection;
  }
}

function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  return parsed.toString();
}

function withoutUrl(message: string): string {
  return message.replace(/amqps?:\/\/\S+/g, 'the broker');
}

/**
 * amqplib has no way to give up a socket, so a half-dead one would keep the process alive. It only clears its heartbeat
 * timer when the socket fails, so this one fails.
 */
function destroySocket(model: ChannelModel): void {
  const stream: unknown = Reflect.get(model.connection, 'stream');
  if (stream instanceof Socket) stream.destroy(new Error('given up at close'));
}
