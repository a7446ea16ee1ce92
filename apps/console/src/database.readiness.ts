import { Inject, Injectable } from '@nestjs/common';
import { DatabaseProbe } from '#persistence/database.probe.js';
import { ReadinessRegistry } from '#platform/readiness.registry.js';

/** The console is ready when its database answers; it needs nothing else. */
@Injectable()
export class DatabaseReadiness {
  constructor(@Inject(ReadinessRegistry) registry: ReadinessRegistry, @Inject(DatabaseProbe) probe: DatabaseProbe) {
    registry.register('database', async () => {
      await probe.check();
      return undefined;
    });
  }
}
