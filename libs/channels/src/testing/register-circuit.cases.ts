import { expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { RegisterRun, type RegisterUnderTest } from './register-under-test.js';

/** More than any register is asked in vain before it is left alone. */
const MOST_CALLS = 50;
const WITHIN_MS = 15_000;

/** A register that is down is left alone, so that letters come back to the queue at once instead of after a time-out. */
export function circuitCases<Facts extends object>(subject: RegisterUnderTest<Facts>): void {
  it(
    'is not called any more, until a probe finds it well',
    async () => {
      let calls = 0;
      let down = true;
      const run = await RegisterRun.start(subject, (route) => (request) => {
        calls += 1;
        return down ? Promise.resolve({ status: 500, body: {} }) : route.handle(request);
      });
      try {
        const texts: string[] = [];
        while (texts.length < MOST_CALLS && texts.at(-1)?.includes('CIRCUIT_OPEN') !== true) {
          const failure = await run.failure();
          expect(failure.kind).toBe('transient');
          texts.push(failure.text);
        }
        expect(texts.at(-1)).toContain('CIRCUIT_OPEN');
        expect(calls).toBe(texts.length - 1);
        down = false;
        expect(await eventually('the probe', async () => ((await run.ask()).ok ? true : undefined))).toBe(true);
        expect(calls).toBe(texts.length);
        expect(await run.ask()).toMatchObject({ ok: true, value: subject.known.facts });
      } finally {
        await run.stop();
      }
    },
    WITHIN_MS,
  );
}
