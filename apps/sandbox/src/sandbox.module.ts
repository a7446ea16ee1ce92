import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { FaultSwitches } from '#channels/simulation/fault-switches.js';
import { FileKeys } from '#channels/simulation/file-keys.js';
import type { SimulationHost } from '#channels/simulation/simulation-host.js';
import { PersistenceConfig } from '#persistence/persistence.config.js';
import { PersistenceModule } from '#persistence/persistence.module.js';
import { SandboxStore } from '#persistence/sandbox.store.js';
import { loadConfig, type Environment } from '#platform/load-config.js';
import type { Logger } from '#platform/logger.js';
import { Metrics } from '#platform/metrics.js';
import { PlatformModule } from '#platform/platform.module.js';
import { LOGGER } from '#platform/tokens.js';
import { SandboxClock } from './clock/sandbox-clock.js';
import { CertificatesController } from './control/certificates.controller.js';
import { CitizenController } from './control/citizen.controller.js';
import { ClockController } from './control/clock.controller.js';
import { DeliveriesController } from './control/deliveries.controller.js';
import { FaultsController } from './control/faults.controller.js';
import { KeysController } from './control/keys.controller.js';
import { OrganisationsController } from './control/organisations.controller.js';
import { PersonsController } from './control/persons.controller.js';
import { ProblemFilter } from './control/problem.filter.js';
import { TokenController } from './control/token.controller.js';
import { controlValidation } from './control/validation.js';
import { SandboxConfig } from './sandbox.config.js';
import { plantSeeds } from './seeds/plant-seeds.js';
import { countCalls } from './count-calls.js';
import { Simulation } from './simulation.js';
import { DurableWorld } from './world/durable-world.js';

export interface SandboxParts {
  readonly environment: Environment;
  readonly host: SimulationHost;
  readonly faults: FaultSwitches;
}

/** The composition root of the sandbox: the world is loaded and seeded and the simulators run before it listens. */
@Module({})
export class SandboxModule implements OnApplicationShutdown {
  constructor(private readonly simulation: Simulation) {}

  static forRoot({ environment, host, faults }: SandboxParts): DynamicModule {
    const config = loadConfig(SandboxConfig, environment);
    const persistence = loadConfig(PersistenceConfig, environment, PersistenceConfig.prefix);
    return {
      module: SandboxModule,
      // The sandbox is the clock that the others follow, so it must not follow one itself.
      imports: [
        PlatformModule.forApp('sandbox', { ...environment, SANDBOX_CLOCK_URL: undefined }),
        PersistenceModule.forRoot(persistence),
      ],
      controllers: [
        FaultsController,
        ClockController,
        DeliveriesController,
        KeysController,
        PersonsController,
        OrganisationsController,
        TokenController,
        CitizenController,
        CertificatesController,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: controlValidation },
        {
          provide: Simulation,
          inject: [SandboxStore, LOGGER, Metrics],
          useFactory: async (store: SandboxStore, logger: Logger, metrics: Metrics): Promise<Simulation> => {
            countCalls(host, metrics);
            const clock = new SandboxClock(store);
            await clock.load(config.sandboxClock);
            const world = await DurableWorld.load(store);
            await plantSeeds(world, clock, config.sandboxSeeds);
            const keys = new FileKeys(config.certificatesDir);
            const simulation = new Simulation({ world, clock, faults, keys, host, logger, config });
            await simulation.start();
            return simulation;
          },
        },
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.simulation.stop();
  }
}
