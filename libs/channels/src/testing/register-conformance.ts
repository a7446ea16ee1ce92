import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Failure } from '#domain/failure.js';
import type { Result } from '#domain/result.js';
import type { FaultMode, FaultService } from '../simulation/faults.js';
import { RETRY_AFTER_SECONDS } from '../simulation/network-faults.js';
import type { SimulatedResponse } from '../simulation/simulated-http.js';
import type { SimulationWorld } from '../simulation/simulation-world.js';
import type { SimulatorFactory } from '../simulation/simulator.js';
import { startSimulator, type RunningSimulator } from '../simulation/start-simulator.js';

/** A register adapter that talks to its simulator. */
export interface OpenRegister<Facts> {
  lookUp(keys: readonly string[], signal: AbortSignal): Promise<Result<ReadonlyMap<string, Facts>, Failure>>;
  close(): Promise<void>;
}

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
  open(simulator: RunningSimulator, timeoutMs: number): OpenRegister<Facts>;
  readonly known: { readonly key: string; readonly facts: Partial<Facts> };
  readonly unknown: { readonly key: string; readonly facts: Partial<Facts> };
  /** More keys than one call takes, none of them known; absent for registers that are asked one by one. */
  readonly manyKeys?: readonly string[];
}

const TIMEOUT_MS = 400;

/**
 * What every register adapter must do. The rule behind it: a register that does not answer delays letters; it never
 * reads as "not registered", for that would lead a letter to paper, or to nobody.
 */
export function describeRegisterConformance<Facts extends object>(subject: RegisterUnderTest<Facts>): void {
  describe(`${subject.name} as a register`, () => {
    let simulator: RunningSimulator;
    let register: OpenRegister<Facts>;

    const start = async (factories: readonly SimulatorFactory[]): Promise<void> => {
      simulator = await startSimulator(factories, { slowDelayMs: TIMEOUT_MS / 4 });
      await subject.populate(simulator.world);
      register = subject.open(simulator, TIMEOUT_MS);
    };
    const stop = async (): Promise<void> => {
      await register.close();
      await simulator.stop();
    };
    const ask = (
      signal: AbortSignal = AbortSignal.timeout(10_000),
    ): Promise<Result<ReadonlyMap<string, Facts>, Failure>> => register.lookUp([subject.known.key], signal);
    const failureOf = async (signal?: AbortSignal): Promise<Failure> => {
      const result = await ask(signal);
      if (result.ok) throw new Error('Expected a failure.');
      expect(inspect(result.error, { depth: 10 })).not.toContain(subject.known.key);
      return result.error;
    };
    const fault = (service: FaultService, mode: FaultMode): void => {
      simulator.faults.set({ service, mode, rate: 1 });
    };

    describe('that answers', () => {
      beforeAll(() => start(subject.simulators));
      afterEach(() => {
        simulator.faults.clear();
      });
      afterAll(stop);
      /** Beyond the life of any token, so that its issuer is asked as well. */
      const nextDay = (): void => {
        simulator.clock.setOffset(simulator.clock.offset + 24 * 60 * 60 * 1_000);
      };

      it('tells of the known and the unknown in one look-up', async () => {
        const result = await register.lookUp([subject.known.key, subject.unknown.key], AbortSignal.timeout(10_000));
        if (!result.ok) throw new Error(result.error.text);
        expect(result.value.get(subject.known.key)).toMatchObject(subject.known.facts);
        expect(result.value.get(subject.unknown.key)).toMatchObject(subject.unknown.facts);
      });

      if (subject.manyKeys !== undefined) {
        it('splits what is more than one call takes, and answers for every key', async () => {
          const keys = subject.manyKeys ?? [];
          const result = await register.lookUp(keys, AbortSignal.timeout(10_000));
          if (!result.ok) throw new Error(result.error.text);
          expect(result.value.size).toBe(keys.length);
        });
      }

      it('goes on when the clock has run past the life of its tokens', async () => {
        expect((await ask()).ok).toBe(true);
        nextDay();
        expect((await ask()).ok).toBe(true);
      });

      it('429 is throttled until the time that the register gives', async () => {
        fault(subject.service, 'error-429');
        const before = simulator.clock.now().getTime();
        const failure = await failureOf();
        if (failure.kind !== 'throttled') throw new Error(`Expected throttled, not ${failure.kind}.`);
        expect(failure.retryAt.getTime()).toBeGreaterThanOrEqual(before + (RETRY_AFTER_SECONDS - 1) * 1_000);
        expect(failure.retryAt.getTime()).toBeLessThanOrEqual(
          simulator.clock.now().getTime() + RETRY_AFTER_SECONDS * 1_000,
        );
      });

      for (const service of [subject.service, ...subject.dependsOn]) {
        for (const mode of ['error-500', 'reset', 'drop-after-accept'] as const) {
          it(`${mode} of ${service} is transient, and the next look-up finds the person again`, async () => {
            nextDay();
            fault(service, mode);
            expect((await failureOf()).kind).toBe('transient');
            simulator.faults.clear();
            expect((await ask()).ok).toBe(true);
          });
        }
      }

      it('silence is transient after the time-out', async () => {
        expect((await ask()).ok).toBe(true);
        fault(subject.service, 'timeout');
        expect((await failureOf()).kind).toBe('transient');
      });

      it('slow is waited for', async () => {
        fault(subject.service, 'slow');
        expect((await ask()).ok).toBe(true);
      });

      it('a refusal is a defect and not an answer', async () => {
        fault(subject.service, 'reject');
        expect((await failureOf()).kind).toBe('defect');
      });

      it('an aborted signal ends a look-up that hangs', async () => {
        fault(subject.service, 'timeout');
        const begun = performance.now();
        expect((await failureOf(AbortSignal.timeout(50))).kind).toBe('transient');
        expect(performance.now() - begun).toBeLessThan(TIMEOUT_MS);
      });

      it('a signal that is aborted already asks nothing', async () => {
        expect((await failureOf(AbortSignal.abort())).kind).toBe('transient');
      });
    });

    describe('that has something else in its place', () => {
      const PAGE = { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Vedlikehold</p>' };
      const cases: readonly { answer: SimulatedResponse; kind: Failure['kind']; what: string }[] = [
        { what: 'a web page', answer: PAGE, kind: 'transient' },
        { what: 'a web page with 503', answer: { ...PAGE, status: 503 }, kind: 'transient' },
        { what: 'a web page with 404', answer: { ...PAGE, status: 404 }, kind: 'transient' },
        { what: 'JSON of another shape', answer: { status: 200, body: { something: 'else' } }, kind: 'defect' },
        { what: 'no body at all', answer: { status: 200 }, kind: 'defect' },
        { what: 'no access', answer: { status: 403, body: { error: 'forbidden' } }, kind: 'defect' },
      ];
      for (const { what, answer, kind } of cases) {
        it(`${what} is ${kind} and never "not registered"`, async () => {
          await start(subject.simulators.map((create) => answeringAlways(create, subject.service, answer)));
          try {
            expect((await failureOf()).kind).toBe(kind);
          } finally {
            await stop();
          }
        });
      }

      it('nobody at the address is transient', async () => {
        await start(subject.simulators);
        await simulator.stop();
        try {
          expect((await failureOf()).kind).toBe('transient');
        } finally {
          await register.close();
        }
      });
    });
  });
}

/** The same routes, but those of `service` answer one thing whatever they are asked. */
function answeringAlways(create: SimulatorFactory, service: FaultService, answer: SimulatedResponse): SimulatorFactory {
  return (context) => ({
    routes: create(context).routes.map((route) =>
      route.service === service ? { ...route, handle: () => Promise.resolve(answer) } : route,
    ),
  });
}
