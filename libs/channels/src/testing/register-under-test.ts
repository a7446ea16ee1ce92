import { inspect } from 'node:util';
import { expect } from '@jest/globals';
import type { Failure } from '#domain/failure.js';
import type { Result } from '#domain/result.js';
import type { Logger } from '#platform/logger.js';
import type { FaultMode, FaultService } from '../simulation/faults.js';
import type { SimulatedRoute } from '../simulation/simulated-http.js';
import type { SimulationWorld } from '../simulation/simulation-world.js';
import type { SimulatorFactory } from '../simulation/simulator.js';
import { startSimulator, type RunningSimulator } from '../simulation/start-simulator.js';

/** A register adapter that talks to its simulator. */
export interface OpenRegister<Facts> {
  lookUp(key: string, signal: AbortSignal): Promise<Result<Facts, Failure>>;
  close(): Promise<void>;
}

/** An answer of the register as it is sent; changed by the suite to see what the adapter makes of it. */
export type AnswerBody = Readonly<Record<string, unknown>>;

/** What a register's conformance spec gives to the suite. */
export interface RegisterUnderTest<Facts> {
  readonly name: string;
  readonly service: FaultService;
  /** The register's own simulator and those it needs. */
  readonly simulators: readonly SimulatorFactory[];
  /** Services the register cannot answer without, e.g. the one that issues its tokens. */
  readonly dependsOn: readonly FaultService[];
  /** Puts `known` into the world. */
  populate(world: SimulationWorld): Promise<void>;
  /** `timeoutMs` is that of its configuration: a whole answer takes three times as long at most. */
  open(simulator: RunningSimulator, timeoutMs: number, logger: Pick<Logger, 'warn'>): OpenRegister<Facts>;
  readonly known: { readonly key: string; readonly facts: Partial<Facts> };
  readonly unknown: { readonly key: string; readonly facts: Partial<Facts> };
  /** More keys than one call takes, none of them known; absent for registers that are asked one by one. */
  readonly manyKeys?: readonly string[];
  /** The answer about `known` with a field more than its documentation has, and the name that is logged for it. */
  readonly grown: { change(body: AnswerBody): AnswerBody; readonly name: string };
  /** The body of an error in the register's own words. */
  readonly refusal: AnswerBody;
  /** For registers that are asked for many at once: the answer with the entry of `known` broken, of others not. */
  readonly broken?: (body: AnswerBody) => AnswerBody;
}

export const TIMEOUT_MS = 400;

/** The register of one case, with its simulators; made and stopped by the case. */
export class RegisterRun<Facts extends object> {
  readonly logged: { readonly name?: string }[] = [];

  private constructor(
    private readonly subject: RegisterUnderTest<Facts>,
    readonly simulator: RunningSimulator,
  ) {
    this.register = subject.open(simulator, TIMEOUT_MS, { warn: (line: object) => void this.logged.push(line) });
  }

  readonly register: OpenRegister<Facts>;

  /** `handle` takes the place of the register's own routes. */
  static async start<Facts extends object>(
    subject: RegisterUnderTest<Facts>,
    handle?: (route: SimulatedRoute) => SimulatedRoute['handle'],
  ): Promise<RegisterRun<Facts>> {
    const factories = subject.simulators.map((create) =>
      handle === undefined ? create : replaced(create, subject.service, handle),
    );
    const simulator = await startSimulator(factories, { slowDelayMs: TIMEOUT_MS / 4 });
    await subject.populate(simulator.world);
    return new RegisterRun(subject, simulator);
  }

  async stop(): Promise<void> {
    await this.register.close();
    await this.simulator.stop();
  }

  ask(signal: AbortSignal = AbortSignal.timeout(10_000)): Promise<Result<Facts, Failure>> {
    return this.register.lookUp(this.subject.known.key, signal);
  }

  async failure(signal?: AbortSignal): Promise<Failure> {
    const result = await this.ask(signal);
    if (result.ok) throw new Error('Expected a failure.');
    expect(inspect(result.error, { depth: 10 })).not.toContain(this.subject.known.key);
    return result.error;
  }

  fault(service: FaultService, mode: FaultMode): void {
    this.simulator.faults.set({ service, mode, rate: 1 });
  }

  /** Beyond the life of any token, so that its issuer is asked as well. */
  nextDay(): void {
    this.simulator.clock.setOffset(this.simulator.clock.offset + 24 * 60 * 60 * 1_000);
  }
}

function replaced(
  create: SimulatorFactory,
  service: FaultService,
  handle: (route: SimulatedRoute) => SimulatedRoute['handle'],
): SimulatorFactory {
  return (context) => ({
    routes: create(context).routes.map((route) =>
      route.service === service ? { ...route, handle: handle(route) } : route,
    ),
  });
}
