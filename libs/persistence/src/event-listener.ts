import pg from 'pg';
import { connectionOptions } from './connection-options.js';
import type { PersistenceConfig } from './persistence.config.js';

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5_000;
const HEARTBEAT_MS = 15_000;

/**
 * LISTEN on a connection of its own, which is opened again for as long as it takes. A notification that was sent while
 * it was away is gone, so the callback is also called after each reconnect.
 */
export class EventListener {
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private retryMs = FIRST_RETRY_MS;

  constructor(
    private readonly config: PersistenceConfig,
    private readonly channel: string,
    private readonly callback: () => void,
  ) {}

  /** Throws when the database cannot be reached now. */
  async start(): Promise<void> {
    await this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client(connectionOptions(this.config));
    client.on('error', () => {
      this.reconnect(client);
    });
    client.on('end', () => {
      this.reconnect(client);
    });
    client.on('notification', () => {
      this.callback();
    });
    this.client = client;
    try {
      await client.connect();
      await client.query(`LISTEN "${this.channel}"`);
    } catch (error) {
      this.client = undefined;
      void client.end().catch(() => undefined);
      throw error;
    }
    this.retryMs = FIRST_RETRY_MS;
    this.watch(client);
  }

  /** A connection that only waits would never notice that the other end is gone. */
  private watch(client: pg.Client): void {
    this.timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => {
          if (this.client === client) this.watch(client);
        },
        () => {
          this.reconnect(client);
        },
      );
    }, HEARTBEAT_MS);
    this.timer.unref();
  }

  private reconnect(lost: pg.Client): void {
    if (this.stopped || this.client !== lost) return;
    this.client = undefined;
    void lost.end().catch(() => undefined);
    this.retryLater();
  }

  private retryLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.connect().then(
        () => {
          this.callback();
        },
        () => {
          if (!this.stopped) this.retryLater();
        },
      );
    }, this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }
}
