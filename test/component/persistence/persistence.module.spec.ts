import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { ContentVault } from '#documents/content-vault.js';
import { DocumentStore } from '#documents/document-store.port.js';
import { DocumentsConfig } from '#documents/documents.config.js';
import { DocumentsModule } from '#documents/documents.module.js';
import { FileDocumentStore } from '#documents/file-document.store.js';
import { DatabaseProbe } from '#persistence/database.probe.js';
import { EventRelayStore } from '#persistence/event-relay.store.js';
import { PersistenceConfig } from '#persistence/persistence.config.js';
import { PersistenceModule } from '#persistence/persistence.module.js';
import { loadConfig } from '#platform/load-config.js';
import { dropSchemas, testDatabaseConfig } from '../../support/test-database.js';

describe('PersistenceModule and DocumentsModule', () => {
  const { url, schema } = testDatabaseConfig();
  const environment = {
    DATABASE_URL: url,
    DATABASE_SCHEMA: schema,
    DATABASE_POOL_SIZE: '3',
    MASTER_KEY: `2:${randomBytes(32).toString('base64')},1:${randomBytes(32).toString('base64')}`,
  };
  const config = loadConfig(PersistenceConfig, environment, PersistenceConfig.prefix);

  afterAll(async () => {
    await dropSchemas(config);
  });

  it('give an app a migrated database and a vault, and close every connection at its end', async () => {
    const app = await Test.createTestingModule({
      imports: [PersistenceModule.forRoot(config), DocumentsModule.forRoot(loadConfig(DocumentsConfig, environment))],
    }).compile();
    await app.init();
    await expect(app.get(DatabaseProbe).check()).resolves.toBeUndefined();
    const vault = app.get(ContentVault);
    const { key, wrapped } = vault.newKey();
    expect(vault.unwrap(wrapped)).toEqual(key);
    expect(app.get(DocumentStore)).toBeInstanceOf(FileDocumentStore);
    const relay = app.get(EventRelayStore);
    await relay.onNewEvents(() => undefined);
    const leadership = await relay.tryBecomeLeader();
    const dataSource = app.get(DataSource, { strict: false });
    await app.close();
    expect(dataSource.isInitialized).toBe(false);
    expect(leadership?.isHeld).toBe(false);
  });

  it.each([
    ['DATABASE_URL', { ...environment, DATABASE_URL: 'mysql://secret@host/db' }],
    ['DATABASE_SCHEMA', { ...environment, DATABASE_SCHEMA: 'mf"; drop schema' }],
    ['DATABASE_POOL_SIZE', { ...environment, DATABASE_POOL_SIZE: '0' }],
  ])('name a bad %s and not its value', (name, bad) => {
    const load = (): unknown => loadConfig(PersistenceConfig, bad, PersistenceConfig.prefix);
    expect(load).toThrow(name);
    expect(load).not.toThrow(/mysql:|drop schema/);
  });

  it('ask for a master key', () => {
    expect(() => loadConfig(DocumentsConfig, { MASTER_KEY: 'too short' })).toThrow('MASTER_KEY');
    expect(() => loadConfig(DocumentsConfig, {})).toThrow('MASTER_KEY');
  });
});
