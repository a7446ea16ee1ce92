import type { Clock } from '#domain/clock.js';
import type { FaultSource } from './faults.js';
import type { SimulatedRoute } from './simulated-http.js';
import type { SimulationWorld } from './simulation-world.js';

/**
 * A national service, played over its real protocol. Each provider folder has one (`x.simulator.ts`, named export
 * `createSimulator: SimulatorFactory`); the sandbox hosts all of them, the conformance suite hosts one at a time.
 * A simulator rejects what the real service rejects, and keeps its state in the world so that it survives a restart.
 */
export interface Simulator {
  /** HTTP routes, paths under the simulator's own base path, e.g. `/krr/rest/v2/personer`. */
  readonly routes: readonly SimulatedRoute[];
  /** For other protocols (SFTP): opens its own listener; HTTP simulators leave both out. */
  start?(): Promise<void>;
  stop?(): Promise<void>;
  /** The citizen opens what this service received; false when the delivery is not one of its own. */
  open?(deliveryId: string): Promise<boolean>;
}

export type SimulatorFactory = (context: SimulationContext) => Simulator;

export interface SimulationContext {
  readonly world: SimulationWorld;
  readonly clock: Clock;
  readonly faults: FaultSource;
  readonly keys: SimulationKeys;
  /** Where the simulators are reached from outside, e.g. `http://127.0.0.1:9000`, no slash at the end. */
  readonly baseUrl: string;
  readonly sftpPort: number;
  /** One line for the sandbox's log; no personal data. */
  log(event: string, details?: Readonly<Record<string, unknown>>): void;
}

/** Test keys from config/certificates, made by our own scripts. */
export interface SimulationKeys {
  /** `digipost`, `eboks`, `print`, `maskinporten`, an organisation number, or `sftp-host` and `sftp-client` (OpenSSH). */
  get(name: string): SimulationKey | undefined;
  /** PEM of the test root that all of them chain to. */
  readonly root: string;
}

export interface SimulationKey {
  readonly certificate: string;
  readonly privateKey: string;
}
