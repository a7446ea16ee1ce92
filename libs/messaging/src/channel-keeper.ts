import type { Channel } from 'amqplib';
import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from '#platform/logged-error.js';
import type { Logger } from '#platform/logger.js';
import { backOff } from './back-off.js';

export interface ChannelKeeperOptions<Kind extends Channel> {
  /** For the log: the queue or purpose. */
  readonly name: string;
  readonly logger: Logger;
  readonly open: () => Promise<Kind>;
  /** Makes a fresh channel useful: topology, prefetch, consumer. When it throws, the channel is dropped and another tried. */
  readonly setUp: (channel: Kind, lose: (reason: string) => void) => Promise<void>;
  /** Everything that still uses the lost channel is to end here; the next channel waits for it. */
  readonly onLost: () => Promise<void>;
  readonly onChange: () => void;
}

const FIRST_MS = 100;
const MOST_MS = 5_000;

/**
 * Keeps one channel open through everything that ends a channel: the connection, a channel error, a deleted queue
 * (`lose`). There is one way back, this loop, so that two of them can never race and consume twice. It waits for the
 * work of the lost channel before it opens the next.
 */
export class ChannelKeeper<Kind extends Channel> {
  private channel: Kind | undefined;
  private stopping = false;
  private readonly stopped = new AbortController();
  private loop: Promise<void> | undefined;
  private failure: unknown;

  constructor(private readonly options: ChannelKeeperOptions<Kind>) {}

  /** The channel that is set up now. */
  get current(): Kind | undefined {
    return this.channel;
  }

  /** Why there is no channel; undefined when there is one, or none was tried yet. */
  get lastFailure(): unknown {
    return this.failure;
  }

  start(): void {
    this.loop ??= this.run();
  }

  /** No channel is opened after this. The present one stays open for the caller to drain and close. */
  stop(): Kind | undefined {
    this.stopping = true;
    this.stopped.abort();
    return this.channel;
  }

  private async run(): Promise<void> {
    for (let attempt = 0; !this.isStopping(); attempt += 1) {
      const served = await this.serveOne();
      if (served) attempt = 0;
      await this.options.onLost();
      await delay(backOff(attempt, FIRST_MS, MOST_MS), undefined, { signal: this.stopped.signal }).catch(
        () => undefined,
      );
    }
  }

  /** One channel from its opening to its end; false when it never was of use. */
  private async serveOne(): Promise<boolean> {
    let channel: Kind | undefined;
    try {
      channel = await this.options.open();
      const lost = watch(channel);
      await this.options.setUp(channel, lost.lose);
      if (this.isStopping()) return true;
      this.become(channel);
      const reason = await lost.happened;
      this.become(undefined);
      if (!this.isStopping())
        this.options.logger.warn({ channel: this.options.name, reason }, 'broker channel lost; reopening');
      return true;
    } catch (error) {
      this.failure = error;
      if (!this.isStopping()) this.logFailure(error);
      this.options.onChange();
      return false;
    } finally {
      // Also a channel that only its consumer was cancelled on; one that is closed already only rejects.
      void channel?.close().catch(() => undefined);
    }
  }

  private become(channel: Kind | undefined): void {
    this.channel = channel;
    if (channel) this.failure = undefined;
    this.options.onChange();
  }

  private isStopping(): boolean {
    return this.stopping;
  }

  private logFailure(error: unknown): void {
    const reason = reasonOf(error);
    this.options.logger.error({ channel: this.options.name, reason }, 'cannot open the broker channel; trying again');
  }
}

function watch(channel: Channel): { happened: Promise<string>; lose: (reason: string) => void } {
  let lose: (reason: string) => void = () => undefined;
  const happened = new Promise<string>((resolve) => (lose = resolve));
  channel.on('error', (error) => {
    lose(error.message);
  });
  channel.on('close', () => {
    lose('closed');
  });
  return { happened, lose };
}
