import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { createDataSource } from './data-source.factory.js';
import { DatabaseProbe } from './database.probe.js';
import { DispatchStore } from './dispatch.store.js';
import { EventRelayStore } from './event-relay.store.js';
import { LetterIntakeStore } from './letter-intake.store.js';
import { LetterQueryStore } from './letter-query.store.js';
import { migrate } from './migrate.js';
import { PersistenceConfig } from './persistence.config.js';
import { ReceiptStore } from './receipt.store.js';
import { SandboxStore } from './sandbox.store.js';
import { UploadedDocumentStore } from './uploaded-document.store.js';

const STORES = [
  LetterIntakeStore,
  DispatchStore,
  ReceiptStore,
  EventRelayStore,
  LetterQueryStore,
  UploadedDocumentStore,
  SandboxStore,
  DatabaseProbe,
];

/**
 * The database for one app: migrated before the first query, and closed last. Nest calls `onApplicationShutdown` after
 * everything that serves letters has drained, so their last commits still find a pool.
 */
@Module({})
export class PersistenceModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  static forRoot(config: PersistenceConfig): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      providers: [
        { provide: PersistenceConfig, useValue: config },
        { provide: DataSource, useFactory: () => connect(config) },
        ...STORES,
      ],
      exports: STORES,
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

async function connect(config: PersistenceConfig): Promise<DataSource> {
  await migrate(config);
  return createDataSource(config).initialize();
}
