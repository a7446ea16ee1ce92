import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OffsetClock } from '#domain/clock.js';
import { FaultSwitches } from './fault-switches.js';
import { FileKeys } from './file-keys.js';
import { InMemoryWorld } from './in-memory-world.js';
import { SimulationHost } from './simulation-host.js';
import type { SimulationContext, SimulatorFactory, Simulator } from './simulator.js';
import type { SimulationKeys } from './simulator.js';

export interface SimulatorOverrides {
  readonly world?: InMemoryWorld;
  readonly keys?: SimulationKeys;
  /** Port of a simulator's SFTP listener; 0 lets the simulator choose. */
  readonly sftpPort?: number;
  readonly slowDelayMs?: number;
  /** Dice of the fault switches; default Math.random. */
  readonly random?: () => number;
  readonly log?: SimulationContext['log'];
}

export interface RunningSimulator {
  /** `http://127.0.0.1:<port>`; routes are below it at their own paths. */
  readonly baseUrl: string;
  readonly world: InMemoryWorld;
  /** Movable: `clock.setOffset(milliseconds)`. */
  readonly clock: OffsetClock;
  readonly faults: FaultSwitches;
  readonly keys: SimulationKeys;
  /** In the order of the factories. */
  readonly simulators: readonly Simulator[];
  stop(): Promise<void>;
}

/**
 * Hosts one simulator, or several that need each other, for a test: a port of its own, a world in memory, a clock that
 * can be moved. The keys are those that set-up made in config/certificates (below the working directory).
 */
export async function startSimulator(
  factories: SimulatorFactory | readonly SimulatorFactory[],
  overrides: SimulatorOverrides = {},
): Promise<RunningSimulator> {
  const world = overrides.world ?? new InMemoryWorld();
  const clock = new OffsetClock();
  const faults = new FaultSwitches(overrides.random);
  const keys = overrides.keys ?? new FileKeys('config/certificates');
  const log = overrides.log ?? ((): void => undefined);
  const { slowDelayMs } = overrides;
  const host = new SimulationHost({ faults, log, ...(slowDelayMs === undefined ? {} : { slowDelayMs }) });
  const server = createServer((request, response) => void host.handle(request, response));
  // Longer than any client keeps an idle socket, so that the host never closes one that is about to be used.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A listening TCP server always has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${String(port)}`;
  const context: SimulationContext = { world, clock, faults, keys, baseUrl, sftpPort: overrides.sftpPort ?? 0, log };
  const simulators = (typeof factories === 'function' ? [factories] : factories).map((create) => create(context));
  for (const simulator of simulators) {
    host.add(simulator.routes);
    await simulator.start?.();
  }
  const stop = async (): Promise<void> => {
    for (const simulator of simulators) await simulator.stop?.();
    server.closeAllConnections();
    await new Promise<void>((resolve) =>
      server.close(() => {
        resolve();
      }),
    );
  };
  return { baseUrl, world, clock, faults, keys, simulators, stop };
}
