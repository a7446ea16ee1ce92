import { Module, type DynamicModule } from '@nestjs/common';
import { AdaptersModule } from '#adapters/adapters.module.js';
import { readChannelsFile } from '#channels/channels-file.js';
import { ChannelsModule } from '#channels/channels.module.js';
import { DocumentsConfig } from '#documents/documents.config.js';
import { DocumentsModule } from '#documents/documents.module.js';
import { MaskinportenModule } from '#maskinporten/maskinporten.module.js';
import { AmqpConfig } from '#messaging/amqp.config.js';
import { MessagingMetrics } from '#messaging/messaging-metrics.js';
import { PersistenceConfig } from '#persistence/persistence.config.js';
import { PersistenceModule } from '#persistence/persistence.module.js';
import { AppConfig } from '#platform/app-config.js';
import { loadConfig, type Environment } from '#platform/load-config.js';
import { Metrics } from '#platform/metrics.js';
import { PlatformModule } from '#platform/platform.module.js';
import { CancelLetterHandler } from './cancel/cancel-letter.handler.js';
import { ChannelGates } from './dispatch/channel-gates.js';
import { DepositOrderBuilder } from './dispatch/deposit-order.builder.js';
import { DepositRunner } from './dispatch/deposit-runner.js';
import { DispatchLetterHandler } from './dispatch/dispatch-letter.handler.js';
import { DispatchLoop } from './dispatch/dispatch-loop.service.js';
import { DispatchMetrics } from './dispatch/dispatch.metrics.js';
import { DispatchWake } from './dispatch/dispatch-wake.js';
import { FactsGatherer } from './dispatch/facts/facts-gatherer.js';
import { RecipientLookAhead } from './dispatch/facts/recipient-look-ahead.js';
import { LetterBatchHandler } from './dispatch/letter-batch.handler.js';
import { LetterOpener } from './dispatch/letter-opener.js';
import { ReadDeadlineHandler } from './dispatch/read-deadline.handler.js';
import { RoutePlanner } from './dispatch/route-planner.js';
import { StepRecorder } from './dispatch/step-recorder.js';
import { GatewayConfig } from './gateway.config.js';
import { GatewayFilesModule } from './gateway-files.module.js';
import { CallerGuard } from './http/caller.guard.js';
import { DocumentsController } from './http/documents.controller.js';
import { LettersController } from './http/letters.controller.js';
import { RoutingController } from './http/routing.controller.js';
import { SchemaController } from './http/schema.controller.js';
import { AcceptLetterHandler } from './intake/accept-letter.handler.js';
import { AmqpAuthority } from './intake/amqp-authority.js';
import { IntakeMetrics } from './intake/intake.metrics.js';
import { LetterIntakeController } from './intake/letter-intake.controller.js';
import { LetterSealer } from './intake/letter-sealer.js';
import { RejectionRecorder } from './intake/rejection-recorder.js';
import { UploadedDocumentsResolver } from './intake/uploaded-documents.resolver.js';

const INTAKE = [
  AcceptLetterHandler,
  AmqpAuthority,
  IntakeMetrics,
  LetterSealer,
  RejectionRecorder,
  UploadedDocumentsResolver,
];
const DISPATCH = [
  ChannelGates,
  DepositOrderBuilder,
  DepositRunner,
  DispatchLetterHandler,
  DispatchLoop,
  DispatchMetrics,
  DispatchWake,
  FactsGatherer,
  LetterBatchHandler,
  LetterOpener,
  ReadDeadlineHandler,
  RecipientLookAhead,
  RoutePlanner,
  StepRecorder,
];

/** The composition root: the only place of this app that knows which adapters, stores and transports there are. */
@Module({})
export class GatewayModule {
  /** Throws ConfigurationError that names every bad variable or line of a file. */
  static forEnvironment(environment: Environment): DynamicModule {
    const config = loadConfig(GatewayConfig, environment);
    const { mfEnvironment } = loadConfig(AppConfig, environment);
    const amqp = loadConfig(AmqpConfig, environment);
    const channels = readChannelsFile(config.channelsFile);
    return {
      module: GatewayModule,
      imports: [
        PlatformModule.forApp('gateway', environment),
        GatewayFilesModule.forRoot(config, channels, amqp.amqpUrl, mfEnvironment),
        PersistenceModule.forRoot(loadConfig(PersistenceConfig, environment, PersistenceConfig.prefix)),
        DocumentsModule.forRoot(loadConfig(DocumentsConfig, environment)),
        MaskinportenModule.forEnvironment(environment),
        ChannelsModule.forRoot(channels),
        AdaptersModule.fromFolders(environment, channels),
      ],
      controllers: [
        LetterIntakeController,
        LettersController,
        DocumentsController,
        RoutingController,
        SchemaController,
      ],
      providers: [
        ...INTAKE,
        ...DISPATCH,
        CallerGuard,
        CancelLetterHandler,
        { provide: AmqpConfig, useValue: amqp },
        {
          provide: MessagingMetrics,
          inject: [Metrics],
          useFactory: (metrics: Metrics) => new MessagingMetrics(metrics),
        },
      ],
    };
  }
}
