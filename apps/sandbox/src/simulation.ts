import { createSimulator as createAccessPoint } from '#dpi/access-point.simulator.js';
import { createSimulator as createCrl } from '#dpi/crl.simulator.js';
import { createSimulator as createMaskinporten } from '#maskinporten/maskinporten.simulator.js';
import { adapterFolders, importSimulator } from '#adapters/adapter-folders.js';
import type { FaultSwitches } from '#channels/simulation/fault-switches.js';
import type { FileKeys } from '#channels/simulation/file-keys.js';
import type { SimulationHost } from '#channels/simulation/simulation-host.js';
import type { SimulationContext, Simulator, SimulatorFactory } from '#channels/simulation/simulator.js';
import type { Logger } from '#platform/logger.js';
import type { SandboxClock } from './clock/sandbox-clock.js';
import type { SandboxConfig } from './sandbox.config.js';
import type { DurableWorld } from './world/durable-world.js';

export interface SimulationParts {
  readonly world: DurableWorld;
  readonly clock: SandboxClock;
  readonly faults: FaultSwitches;
  readonly keys: FileKeys;
  readonly host: SimulationHost;
  readonly logger: Logger;
  readonly config: SandboxConfig;
}

/** All simulated services together, over one world and one clock. */
export class Simulation implements SimulationContext {
  readonly world: DurableWorld;
  readonly clock: SandboxClock;
  readonly faults: FaultSwitches;
  readonly keys: FileKeys;
  readonly baseUrl: string;
  readonly sftpPort: number;
  private simulators: readonly Simulator[] = [];

  constructor(private readonly parts: SimulationParts) {
    this.world = parts.world;
    this.clock = parts.clock;
    this.faults = parts.faults;
    this.keys = parts.keys;
    this.baseUrl = `http://127.0.0.1:${String(parts.config.sandboxPort)}`;
    this.sftpPort = parts.config.sandboxSftpPort;
  }

  readonly log = (event: string, details: Readonly<Record<string, unknown>> = {}): void => {
    this.parts.logger.info({ event, ...details }, event);
  };

  /** Every provider folder's simulator, and those of what they share. */
  async start(): Promise<void> {
    const factories: SimulatorFactory[] = [createMaskinporten, createAccessPoint, createCrl];
    for (const folder of await adapterFolders()) factories.push(await importSimulator(folder));
    this.simulators = factories.map((create) => create(this));
    for (const simulator of this.simulators) {
      this.parts.host.add(simulator.routes);
      await simulator.start?.();
    }
  }

  async stop(): Promise<void> {
    this.clock.stop();
    for (const simulator of this.simulators) await simulator.stop?.();
  }

  /** The citizen opens a delivery; false when the service that has it offers nothing to open (paper). */
  async open(deliveryId: string): Promise<boolean> {
    for (const simulator of this.simulators) {
      if ((await simulator.open?.(deliveryId)) === true) return true;
    }
    return false;
  }
}
