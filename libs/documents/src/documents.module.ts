import { Module, type DynamicModule } from '@nestjs/common';
import { ContentVault } from './content-vault.js';
import { DocumentStore } from './document-store.port.js';
import type { DocumentsConfig } from './documents.config.js';
import { FileDocumentStore } from './file-document.store.js';
import { MasterKeyRing } from './master-key-ring.js';

/** Provides ContentVault and the DocumentStore of the configured driver. */
@Module({})
export class DocumentsModule {
  static forRoot(config: DocumentsConfig): DynamicModule {
    return {
      module: DocumentsModule,
      global: true,
      providers: [
        { provide: ContentVault, useFactory: () => new ContentVault(new MasterKeyRing(config.masterKey)) },
        { provide: DocumentStore, useFactory: () => new FileDocumentStore(config.documentsDir) },
      ],
      exports: [ContentVault, DocumentStore],
    };
  }
}
