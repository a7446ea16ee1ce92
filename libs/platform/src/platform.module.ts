import { Global, Module, type DynamicModule } from '@nestjs/common';
import { OffsetClock, systemClock, type Clock } from '#domain/clock.js';
import { AppConfig } from './app-config.js';
import { SandboxClockLifecycle } from './sandbox-clock.lifecycle.js';
import { loadConfig, type Environment } from './load-config.js';
import { createLogger } from './logger.js';
import { Metrics } from './metrics.js';
import { OpsController } from './ops.controller.js';
import { showCircuits } from './provider-gates.js';
import { ReadinessRegistry } from './readiness.registry.js';
import { CLOCK, ENVIRONMENT, LOGGER } from './tokens.js';

/**
 * What every app has: validated base configuration, logger, metrics, the clock (the sandbox's when one is set), and
 * the operations endpoints. Global, so that libs inject these by class or token and no lib reads the environment.
 */
@Global()
@Module({})
export class PlatformModule {
  static forApp(app: string, environment: Environment): DynamicModule {
    const config = loadConfig(AppConfig, environment);
    const logger = createLogger(app, config.logLevel);
    const clock: Clock = config.sandboxClockUrl === undefined ? systemClock : new OffsetClock();
    const readiness = new ReadinessRegistry();
    const metrics = new Metrics(app);
    showCircuits(metrics);
    return {
      module: PlatformModule,
      controllers: [OpsController],
      providers: [
        { provide: AppConfig, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: CLOCK, useValue: clock },
        { provide: ENVIRONMENT, useValue: environment },
        { provide: Metrics, useValue: metrics },
        { provide: ReadinessRegistry, useValue: readiness },
        SandboxClockLifecycle,
      ],
      exports: [AppConfig, LOGGER, CLOCK, ENVIRONMENT, Metrics, ReadinessRegistry, SandboxClockLifecycle],
    };
  }
}
