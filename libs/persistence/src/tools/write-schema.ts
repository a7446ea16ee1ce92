import { writeFileSync } from 'node:fs';
import { createDataSource } from '../data-source.factory.js';
import { describeSchema } from '../describe-schema.js';
import { migrate } from '../migrate.js';
import { PersistenceConfig } from '../persistence.config.js';

/**
 * Writes the description of a freshly migrated schema to `file` (libs/persistence/schema.sql). Works in a schema of its
 * own in the given database, which is gone afterwards; `npm run generate` calls it.
 */
export async function writeSchema(databaseUrl: string, file: string): Promise<void> {
  const config = Object.assign(new PersistenceConfig(), {
    url: databaseUrl,
    schema: `generate_${String(process.pid)}`,
    poolSize: 2,
  });
  await migrate(config);
  const dataSource = await createDataSource(config).initialize();
  try {
    writeFileSync(file, await describeSchema(dataSource));
  } finally {
    await dataSource.query(`DROP SCHEMA "${config.schema}" CASCADE`);
    await dataSource.destroy();
  }
}
