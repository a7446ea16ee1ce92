import { setMaxListeners } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { RETRY_AFTER_SECONDS } from '../simulation/network-faults.js';
import { answerCases } from './register-answer.cases.js';
import { circuitCases } from './register-circuit.cases.js';
import { RegisterRun, TIMEOUT_MS, type RegisterUnderTest } from './register-under-test.js';

/**
 * What every register adapter must do. The rule behind it: a register that does not answer delays letters; it never
 * reads as "not registered", for that would lead a letter to paper, or to nobody.
 */
export function describeRegisterConformance<Facts extends object>(subject: RegisterUnderTest<Facts>): void {
  describe(`${subject.name} as a register`, () => {
    describe('that answers', () => {
      availabilityCases(subject);
    });
    describe('that has something else in its place', () => {
      answerCases(subject);
    });
    describe('that fails on end', () => {
      circuitCases(subject);
    });
  });
}

function availabilityCases<Facts extends object>(subject: RegisterUnderTest<Facts>): void {
  let run: RegisterRun<Facts>;
  beforeAll(async () => {
    run = await RegisterRun.start(subject);
  });
  afterEach(() => {
    run.simulator.faults.clear();
  });
  afterAll(() => run.stop());

  it('tells of the known and the unknown that are asked for together', async () => {
    const signal = AbortSignal.timeout(10_000);
    const [known, unknown] = await Promise.all([
      run.register.lookUp(subject.known.key, signal),
      run.register.lookUp(subject.unknown.key, signal),
    ]);
    expect(known).toMatchObject({ ok: true, value: subject.known.facts });
    expect(unknown).toMatchObject({ ok: true, value: subject.unknown.facts });
  });

  if (subject.manyKeys !== undefined) {
    it('splits what is more than one call takes, and answers for every key', async () => {
      const { signal } = new AbortController();
      setMaxListeners(0, signal);
      const answers = await Promise.all((subject.manyKeys ?? []).map((key) => run.register.lookUp(key, signal)));
      expect(answers.filter((answer) => !answer.ok)).toEqual([]);
    });
  }

  it('is surprised by nothing that its own simulator says', () => {
    expect(run.logged).toEqual([]);
  });

  it('goes on when the clock has run past the life of its tokens', async () => {
    expect((await run.ask()).ok).toBe(true);
    run.nextDay();
    expect((await run.ask()).ok).toBe(true);
  });

  it('429 is throttled until the time that the register gives', async () => {
    run.fault(subject.service, 'error-429');
    const before = run.simulator.clock.now().getTime();
    const failure = await run.failure();
    if (failure.kind !== 'throttled') throw new Error(`Expected throttled, not ${failure.kind}.`);
    expect(failure.retryAt.getTime()).toBeGreaterThanOrEqual(before + (RETRY_AFTER_SECONDS - 1) * 1_000);
    expect(failure.retryAt.getTime()).toBeLessThanOrEqual(
      run.simulator.clock.now().getTime() + RETRY_AFTER_SECONDS * 1_000,
    );
  });

  for (const service of [subject.service, ...subject.dependsOn]) {
    for (const mode of ['error-500', 'reset', 'drop-after-accept'] as const) {
      it(`${mode} of ${service} is transient, and the next look-up finds the person again`, async () => {
        run.nextDay();
        run.fault(service, mode);
        expect((await run.failure()).kind).toBe('transient');
        run.simulator.faults.clear();
        expect((await run.ask()).ok).toBe(true);
      });
    }
  }

  it('silence is transient after the time-out', async () => {
    expect((await run.ask()).ok).toBe(true);
    run.fault(subject.service, 'timeout');
    expect((await run.failure()).kind).toBe('transient');
  });

  it('slow is waited for', async () => {
    run.fault(subject.service, 'slow');
    expect((await run.ask()).ok).toBe(true);
  });

  it('a refusal is a defect and not an answer', async () => {
    run.fault(subject.service, 'reject');
    expect((await run.failure()).kind).toBe('defect');
  });

  it('an aborted signal ends a look-up that hangs', async () => {
    run.fault(subject.service, 'timeout');
    const begun = performance.now();
    expect((await run.failure(AbortSignal.timeout(50))).kind).toBe('transient');
    expect(performance.now() - begun).toBeLessThan(TIMEOUT_MS);
  });

  it('a signal that is aborted already asks nothing', async () => {
    expect((await run.failure(AbortSignal.abort())).kind).toBe('transient');
  });
}
