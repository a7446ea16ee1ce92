import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeSchema } from '#persistence/describe-schema.js';
import { migrate } from '#persistence/migrate.js';
import { createTestDatabase, dropSchemas, testDatabaseConfig, type TestDatabase } from '../../support/test-database.js';

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
