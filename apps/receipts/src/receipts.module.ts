import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AdaptersModule } from '#adapters/adapters.module.js';
import { readChannelsFile } from '#channels/channels-file.js';
import { ChannelsModule } from '#channels/channels.module.js';
import { MaskinportenModule } from '#maskinporten/maskinporten.module.js';
import { AmqpConfig } from '#messaging/amqp.config.js';
import { ConfirmedPublisher } from '#messaging/confirmed-publisher.js';
import { MessagingMetrics } from '#messaging/messaging-metrics.js';
import { topologyFor } from '#messaging/topology.js';
import { PersistenceConfig } from '#persistence/persistence.config.js';
import { PersistenceModule } from '#persistence/persistence.module.js';
import { AppConfig } from '#platform/app-config.js';
import { loadConfig, type Environment } from '#platform/load-config.js';
import type { Logger } from '#platform/logger.js';
import { Metrics } from '#platform/metrics.js';
import { PlatformModule } from '#platform/platform.module.js';
import { SenderDirectory } from '#platform/sender-directory.js';
import { LOGGER } from '#platform/tokens.js';
import { CallbackController } from './callbacks/callback.controller.js';
import { InboxPoller } from './polling/inbox-poller.service.js';
import { StatusPoller } from './polling/status-poller.service.js';
import { ProblemFilter } from './problem.filter.js';
import { ReceiptsConfig } from './receipts.config.js';
import { ReceiptsFilesModule } from './receipts-files.module.js';
import { ReceiptsMetrics } from './receipts.metrics.js';
import { ReceiptRecorder } from './recording/receipt.recorder.js';
import { ReceiptRelay } from './relay/receipt-relay.service.js';

/** The composition root: the only place of this app that knows which adapters, stores and transports there are. */
@Module({})
export class ReceiptsModule {
  /** Throws ConfigurationError that names every bad variable or line of a file. */
  static forEnvironment(environment: Environment): DynamicModule {
    const config = loadConfig(ReceiptsConfig, environment);
    const amqp = loadConfig(AmqpConfig, environment);
    const channels = readChannelsFile(config.channelsFile);
    return {
      module: ReceiptsModule,
      imports: [
        PlatformModule.forApp('receipts', environment),
        ReceiptsFilesModule.forRoot(config, amqp.amqpUrl, loadConfig(AppConfig, environment).mfEnvironment),
        PersistenceModule.forRoot(loadConfig(PersistenceConfig, environment, PersistenceConfig.prefix)),
        MaskinportenModule.forEnvironment(environment),
        ChannelsModule.forRoot(channels),
        AdaptersModule.fromFolders(environment, channels),
      ],
      controllers: [CallbackController],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: AmqpConfig, useValue: amqp },
        {
          provide: ConfirmedPublisher,
          inject: [LOGGER, Metrics, SenderDirectory],
          useFactory: (logger: Logger, metrics: Metrics, senders: SenderDirectory) =>
            new ConfirmedPublisher({
              url: amqp.amqpUrl,
              name: 'mf-receipts-out',
              topology: topologyFor(amqp.amqpPrefix, senders.organisationNumbers()),
              logger,
              metrics: new MessagingMetrics(metrics),
            }),
        },
        InboxPoller,
        ReceiptRecorder,
        ReceiptRelay,
        ReceiptsMetrics,
        StatusPoller,
      ],
    };
  }
}
