import { Module, type DynamicModule } from '@nestjs/common';
import type { ChannelsFile } from '#channels/channels-file.js';
import type { MfEnvironment } from '#domain/identifiers.js';
import { amqpUserOf } from '#platform/amqp-user.js';
import { readSenders } from '#platform/read-senders.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { SigningIdentityStore } from '#platform/signing-identity.store.js';
import { GatewayConfig } from './gateway.config.js';
import { readRoutingFile } from './routing/read-routing-file.js';
import { ROUTING_PROFILES } from './routing/routing-profiles.token.js';

/** Global: what is read from files at boot. A wrong file stops the boot and is named with its line. */
@Module({})
export class GatewayFilesModule {
  static forRoot(
    config: GatewayConfig,
    channels: ChannelsFile,
    amqpUrl: string,
    environment: MfEnvironment,
  ): DynamicModule {
    const providers = [
      { provide: GatewayConfig, useValue: config },
      { provide: SenderDirectory, useValue: readSenders(config.sendersFile, amqpUserOf(amqpUrl), environment) },
      { provide: SigningIdentityStore, useValue: new SigningIdentityStore(config.certificatesDir) },
      { provide: ROUTING_PROFILES, useValue: readRoutingFile(config.routingFile, [...channels.providers.keys()]) },
    ];
    return { module: GatewayFilesModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
