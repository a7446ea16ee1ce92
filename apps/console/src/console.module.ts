import { Module, type DynamicModule } from '@nestjs/common';
import { PersistenceConfig } from '#persistence/persistence.config.js';
import { PersistenceModule } from '#persistence/persistence.module.js';
import { loadConfig, type Environment } from '#platform/load-config.js';
import { PlatformModule } from '#platform/platform.module.js';
import { ConsoleConfig } from './console.config.js';
import { DatabaseReadiness } from './database.readiness.js';
import { LettersController } from './letters.controller.js';
import { OverviewController } from './overview.controller.js';
import { PageController } from './page.controller.js';

/**
 * The operators' view. So far it only reads, shows nothing of a letter's content or recipient, and listens on the
 * loopback address; log-in and actions come with the real console.
 */
@Module({})
export class ConsoleModule {
  static forEnvironment(environment: Environment): DynamicModule {
    return {
      module: ConsoleModule,
      imports: [
        PlatformModule.forApp('console', environment),
        PersistenceModule.forRoot(loadConfig(PersistenceConfig, environment, PersistenceConfig.prefix)),
      ],
      controllers: [OverviewController, LettersController, PageController],
      providers: [{ provide: ConsoleConfig, useValue: loadConfig(ConsoleConfig, environment) }, DatabaseReadiness],
    };
  }
}
