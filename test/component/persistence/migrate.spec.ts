import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeSchema } from '#persistence/describe-schema.js';
import { migrate } from '#persistence/migrate.js';
import { LetterRecipients1763856000000 } from '#persistence/migrations/1763856000000-letter-recipients.migration.js';
import { createTestDatabase, dropSchemas, testDatabaseConfig, type TestDatabase } from '../../support/test-database.js';
import { until } from '../../support/until.js';

const SCHEMA_FILE = new URL('../../../libs/persistence/schema.sql', import.meta.url);

describe('migrate', () => {
  it('is safe when several apps boot at once, and again later', async () => {
    const config = testDatabaseConfig();
    try {
      await Promise.all([migrate(config), migrate(config), migrate(config)]);
      await expect(migrate(config)).resolves.toBeUndefined();
    } finally {
      await dropSchemas(config);
    }
  });
});

describe('a migration beside a table that is in use', () => {
  it('waits without holding up those who come after it, and goes on when it can', async () => {
    const database = await createTestDatabase();
    const user = await database.connect();
    const holder = user.createQueryRunner();
    try {
      const undo = database.dataSource.createQueryRunner();
      await new LetterRecipients1763856000000().down(undo);
      await undo.query(`DELETE FROM schema_migrations WHERE name LIKE 'LetterRecipients%'`);
      await undo.release();
      await holder.startTransaction();
      await holder.query('SELECT count(*) FROM letter_contents');
      const migrated = migrate(database.config);
      await until('the migration waits for the table', async () => {
        const waiting: unknown[] = await user.query(
          `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'ALTER TABLE letter_contents%'`,
        );
        return waiting.length > 0 ? true : undefined;
      });
      // Queues behind the migration's lock, which is given up within two seconds.
      const begun = performance.now();
      await user.query('SELECT count(*) FROM letter_contents');
      expect(performance.now() - begun).toBeLessThan(3_500);
      await holder.commitTransaction();
      await migrated;
      await expect(user.query('SELECT sealed_recipient FROM letter_contents')).resolves.toEqual([]);
    } finally {
      await holder.release();
      await database.drop();
    }
  }, 30_000);
});

describe('schema.sql', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(async () => {
    await database.drop();
  });

  it('is what the migrations build (npm run generate writes it again)', async () => {
    const written = await readFile(SCHEMA_FILE, 'utf8').catch(() => 'missing: run npm run generate');
    expect(await describeSchema(database.dataSource)).toBe(written);
  });
});
