import { Module, type DynamicModule } from '@nestjs/common';
import type { MfEnvironment } from '#domain/identifiers.js';
import { amqpUserOf } from '#platform/amqp-user.js';
import { readSenders } from '#platform/read-senders.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { ReceiptsConfig } from './receipts.config.js';

/** Global: what is read from files at boot. A wrong file stops the boot and is named with its line. */
@Module({})
export class ReceiptsFilesModule {
  static forRoot(config: ReceiptsConfig, amqpUrl: string, environment: MfEnvironment): DynamicModule {
    const providers = [
      { provide: ReceiptsConfig, useValue: config },
      { provide: SenderDirectory, useValue: readSenders(config.sendersFile, amqpUserOf(amqpUrl), environment) },
      { provide: SigningIdentityStore, useValue: new SigningIdentityStore(config.certificatesDir) },
    ];
    return { module: ReceiptsFilesModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
