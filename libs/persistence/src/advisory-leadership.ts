import pg from 'pg';
import { connectionOptions } from './connection-options.js';
import type { PersistenceConfig } from './persistence.config.js';
import type { RelayLeadership } from './records/relay-leadership.js';

const HEARTBEAT_MS = 5_000;

/**
 * A session-level advisory lock on a connection of its own. The server drops the lock with the session; what it cannot
 * tell us is that the network is gone, so the connection is asked every five seconds and counts as lost when it does
 * not answer in time.
 */
export class AdvisoryLeadership implements RelayLeadership {
  private held = true;
  private readonly callbacks: (() => void)[] = [];
  private readonly heartbeat: NodeJS.Timeout;

  private constructor(private readonly client: pg.Client) {
    client.on('error', () => {
      this.lose();
    });
    client.on('end', () => {
      this.lose();
    });
    this.heartbeat = setInterval(() => {
      client.query('SELECT 1').catch(() => {
        this.lose();
      });
    }, HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  /** Undefined when another session holds the lock of this name. */
  static async take(config: PersistenceConfig, name: string): Promise<AdvisoryLeadership | undefined> {
    const client = new pg.Client({ ...connectionOptions(config), query_timeout: HEARTBEAT_MS });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const sql = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken';
      const { rows } = await client.query<{ taken: boolean }>(sql, [name]);
      if (rows[0]?.taken === true) return new AdvisoryLeadership(client);
    } catch (error) {
      await client.end();
      throw error;
    }
    await client.end();
    return undefined;
  }

  get isHeld(): boolean {
    return this.held;
  }

  onLost(callback: () => void): void {
    if (this.held) this.callbacks.push(callback);
    else callback();
  }

  async release(): Promise<void> {
    if (!this.held) return;
    this.stop();
    await this.client.end();
  }

  private lose(): void {
    if (!this.held) return;
    this.stop();
    void this.client.end().catch(() => undefined);
    for (const callback of this.callbacks) callback();
  }

  private stop(): void {
    this.held = false;
    clearInterval(this.heartbeat);
  }
}
