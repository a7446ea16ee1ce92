import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { Failure } from '#domain/failure.js';
import type { SimulatedResponse, SimulatedRoute } from '../simulation/simulated-http.js';
import { RegisterRun, TIMEOUT_MS, type AnswerBody, type RegisterUnderTest } from './register-under-test.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const PAGE = { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Vedlikehold</p>' };
const NO_ROUTE = { message: 'no Route matched with those values' };
const LATIN1 = Buffer.from('{"navn":"Bø"}', 'latin1');
/** What the buffers of two sockets may hold beyond the largest answer that a register takes. */
const MOST_SENT_BYTES = 64 * 1024 * 1024;
const DRIP_MS = 50;

interface Misanswer {
  readonly what: string;
  readonly answer: SimulatedResponse;
  readonly kind: Failure['kind'];
  /** In the text, so that operators know what they have to do with. */
  readonly told?: string;
}

const MISANSWERS: readonly Misanswer[] = [
  { what: 'a web page', answer: PAGE, kind: 'transient' },
  { what: 'a web page with 503', answer: { ...PAGE, status: 503 }, kind: 'transient' },
  { what: 'a web page with 404', answer: { ...PAGE, status: 404 }, kind: 'transient' },
  { what: 'JSON of another shape', answer: { status: 200, body: { something: 'else' } }, kind: 'defect' },
  { what: 'no body at all', answer: { status: 200 }, kind: 'defect', told: 'without a body' },
  { what: 'broken JSON', answer: { status: 200, headers: JSON_TYPE, body: '{"a":' }, kind: 'defect', told: 'not JSON' },
  { what: 'Latin-1', answer: { status: 200, headers: JSON_TYPE, body: LATIN1 }, kind: 'defect', told: 'UTF-8' },
  { what: 'a body of another type', answer: { status: 200, body: '{}' }, kind: 'defect', told: 'text/plain' },
];

/** While a register is moved or restarted, what stands in front of it answers in its place. */
const IN_FRONT: readonly Misanswer[] = [301, 302, 403, 404, 407, 410, 421].flatMap((status) => [
  { what: `${String(status)} of a gateway`, answer: { status, body: NO_ROUTE }, kind: 'transient' as const },
  { what: `${String(status)} without a body`, answer: { status }, kind: 'transient' as const },
]);

/** Answers that are not the register's: never "not registered". */
export function answerCases<Facts extends object>(subject: RegisterUnderTest<Facts>): void {
  const using = async (
    handle: (route: SimulatedRoute) => SimulatedRoute['handle'],
    work: (run: RegisterRun<Facts>) => Promise<void>,
  ): Promise<void> => {
    const run = await RegisterRun.start(subject, handle);
    try {
      await work(run);
    } finally {
      await run.stop();
    }
  };
  const answering = (answer: () => SimulatedResponse) => () => () => Promise.resolve(answer());
  const changing = (change: (body: AnswerBody) => AnswerBody) => (route: SimulatedRoute) => changed(route, change);

  const noAccess: Misanswer = { what: 'no access', answer: { status: 403, body: subject.refusal }, kind: 'defect' };
  for (const { what, answer, kind, told } of [...MISANSWERS, ...IN_FRONT, noAccess]) {
    it(`${what} is ${kind} and never "not registered"`, async () => {
      await using(
        answering(() => answer),
        async (run) => {
          const failure = await run.failure();
          expect(failure.kind).toBe(kind);
          expect(failure.text).toContain(told ?? '');
        },
      );
    });
  }

  it('an endless answer ends the look-up, and most of it is never sent', async () => {
    let sent = 0;
    const endless = function* (): Generator<Buffer> {
      const chunk = Buffer.alloc(64 * 1024, ' ');
      for (; sent < 2 ** 31; sent += chunk.length) yield chunk;
    };
    await using(
      answering(() => ({ status: 200, headers: JSON_TYPE, body: Readable.from(endless()) })),
      async (run) => {
        const failure = await run.failure();
        expect(failure.kind).toBe('defect');
        expect(failure.code).toMatch(/_ANSWER_TOO_LARGE$/);
        expect(sent).toBeLessThan(MOST_SENT_BYTES);
      },
    );
  });

  it('an answer that drips is transient when its time is over', async () => {
    const ended = new AbortController();
    const dripping = async function* (): AsyncGenerator<string> {
      while (!ended.signal.aborted) yield await delay(DRIP_MS, ' ');
    };
    await using(
      answering(() => ({ status: 200, headers: JSON_TYPE, body: Readable.from(dripping()) })),
      async (run) => {
        const begun = performance.now();
        const failure = await run.failure();
        ended.abort();
        expect(failure.kind).toBe('transient');
        expect(failure.code).toMatch(/_NO_ANSWER$/);
        expect(performance.now() - begun).toBeLessThan(8 * TIMEOUT_MS);
      },
    );
  });

  it('a field that nobody knows is passed over, and told once by name', async () => {
    await using(changing(subject.grown.change), async (run) => {
      for (let time = 0; time < 2; time += 1) {
        expect(await run.ask()).toMatchObject({ ok: true, value: subject.known.facts });
      }
      expect(run.logged.map(({ name }) => name)).toEqual([subject.grown.name]);
      expect(JSON.stringify(run.logged)).not.toContain(subject.known.key);
    });
  });

  const { broken } = subject;
  if (broken !== undefined) {
    it('a broken entry among others fails alone', async () => {
      await using(changing(broken), async (run) => {
        const [failure, other] = await Promise.all([
          run.failure(),
          run.register.lookUp(subject.unknown.key, AbortSignal.timeout(10_000)),
        ]);
        expect(failure.kind).toBe('defect');
        expect(other).toMatchObject({ ok: true, value: subject.unknown.facts });
      });
    });
  }

  it('nobody at the address is transient', async () => {
    const run = await RegisterRun.start(subject);
    await run.simulator.stop();
    try {
      expect((await run.failure()).kind).toBe('transient');
    } finally {
      await run.register.close();
    }
  });
}

/** The route's own answer with another body, where it has one in JSON. */
function changed(route: SimulatedRoute, change: (body: AnswerBody) => AnswerBody): SimulatedRoute['handle'] {
  return async (request) => {
    const answer = await route.handle(request);
    const { status, body } = answer;
    const readable =
      status === 200 && typeof body === 'object' && !Buffer.isBuffer(body) && !(body instanceof Readable);
    return readable ? { ...answer, body: change(body as AnswerBody) } : answer;
  };
}
