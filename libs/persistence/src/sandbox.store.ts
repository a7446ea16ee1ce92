import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PersistenceConfig } from './persistence.config.js';
import { runSql } from './run-sql.js';
import { prepareSandbox, sandboxSchema } from './sandbox-schema.js';

interface Change {
  readonly collection: string;
  readonly id: string;
  /** Undefined deletes. */
  readonly body: string | undefined;
}

interface Batch {
  readonly changes: Map<string, Change>;
  readonly written: Promise<void>;
}

/**
 * Where the sandbox keeps what it plays, so that it survives a restart: named collections of JSON, bytes by key, and
 * how far its clock is moved. In a schema of its own, made at first use; no production app uses it.
 *
 * Every `put` resolves when it is committed. While one batch is being written the next one forms, and only the last
 * change of an item in it is written: simulators put the same record at every step of a letter.
 */
@Injectable()
export class SandboxStore {
  private readonly schema: string;
  private ready: Promise<void> | undefined;
  private forming: Batch | undefined;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PersistenceConfig) config: PersistenceConfig,
  ) {
    this.schema = sandboxSchema(config.schema);
  }

  put(collection: string, id: string, item: object): Promise<void> {
    return this.change({ collection, id, body: JSON.stringify(item) });
  }

  delete(collection: string, id: string): Promise<void> {
    return this.change({ collection, id, body: undefined });
  }

  /** In order of first insertion. */
  async load(collection: string): Promise<readonly { readonly id: string; readonly item: unknown }[]> {
    const sql = `SELECT id, body AS item FROM ${this.schema}.items WHERE collection = $1 ORDER BY ordinal`;
    return this.query<{ id: string; item: unknown }>('sandbox-load', sql, [collection]);
  }

  async putBlob(key: string, bytes: Buffer): Promise<void> {
    const sql = `INSERT INTO ${this.schema}.blobs (key, bytes) VALUES ($1, $2)
      ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes`;
    await this.query('sandbox-put-blob', sql, [key, bytes]);
  }

  async getBlob(key: string): Promise<Buffer | undefined> {
    const sql = `SELECT bytes FROM ${this.schema}.blobs WHERE key = $1`;
    const [row] = await this.query<{ bytes: Buffer }>('sandbox-get-blob', sql, [key]);
    return row?.bytes;
  }

  /** Milliseconds that the sandbox's clock is ahead; 0 until it was moved. */
  async clockOffset(): Promise<number> {
    const sql = `SELECT value FROM ${this.schema}.settings WHERE name = 'clock-offset-ms'`;
    const [row] = await this.query<{ value: unknown }>('sandbox-clock', sql, []);
    return typeof row?.value === 'number' ? row.value : 0;
  }

  async setClockOffset(milliseconds: number): Promise<void> {
    const sql = `INSERT INTO ${this.schema}.settings (name, value) VALUES ('clock-offset-ms', $1::jsonb)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
    await this.query('sandbox-set-clock', sql, [JSON.stringify(milliseconds)]);
  }

  private change(change: Change): Promise<void> {
    const batch = (this.forming ??= this.nextBatch());
    batch.changes.set(JSON.stringify([change.collection, change.id]), change);
    return batch.written;
  }

  private nextBatch(): Batch {
    const changes = new Map<string, Change>();
    const written = this.writing
      .catch(() => undefined)
      .then(() => {
        this.forming = undefined;
        return this.write([...changes.values()]);
      });
    this.writing = written;
    return { changes, written };
  }

  private async write(changes: readonly Change[]): Promise<void> {
    const sql = `WITH input AS MATERIALIZED (
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS t (collection, id, body, place)
      ), gone AS (
        DELETE FROM ${this.schema}.items i USING input
        WHERE input.body IS NULL AND i.collection = input.collection AND i.id = input.id
      )
      INSERT INTO ${this.schema}.items (collection, id, body)
      SELECT collection, id, body::jsonb FROM input WHERE body IS NOT NULL ORDER BY place
      ON CONFLICT (collection, id) DO UPDATE SET body = excluded.body`;
    await this.query('sandbox-write', sql, [
      changes.map((change) => change.collection),
      changes.map((change) => change.id),
      changes.map((change) => change.body),
    ]);
  }

  private async query<Row>(name: string, sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
    this.ready ??= prepareSandbox(this.dataSource, this.schema);
    try {
      await this.ready;
    } catch (error) {
      this.ready = undefined;
      throw error;
    }
    return runSql<Row>(this.dataSource, name, sql, parameters);
  }
}
