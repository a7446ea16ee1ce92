import { Module, type DynamicModule } from '@nestjs/common';
import { amqpUserOf } from '#platform/amqp-user.js';
import { readSenders } from '#platform/read-senders.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { ReceiptsConfig } from './receipts.config.js';

/** Global: what is read from files at boot. A wrong file stops the boot and is named with its line. */
@Module({})
export class ReceiptsFilesModule {
  static forRoot(config: ReceiptsConfig, amqpUrl: string): DynamicModule {
    const providers = [
      { provide: ReceiptsConfig, useValue: config },
      { provide: SenderDirectory, useValue: readSenders(config.sendersFile, amqpUserOf(amqpUrl)) },
      { provide: SigningIdentityStore, useValue: new SigningIdentityStore(config.certificatesDir) },
    ];
    return { module: ReceiptsFilesModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
