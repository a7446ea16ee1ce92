import { describe, expect, it } from '@jest/globals';
import type { Failure } from '#domain/failure.js';
import { ok, type Result } from '#domain/result.js';
import { JoinedLookUp } from './joined-look-up.js';

interface Call {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly answer: PromiseWithResolvers<Result<string, Failure>>;
}

/** A register that answers when the test says so; `concurrency` calls at a time. */
function open(concurrency = 8): { calls: Call[]; register: JoinedLookUp<string> } {
  const calls: Call[] = [];
  const register = new JoinedLookUp<string>((key, signal) => {
    const answer = withResolvers<Result<string, Failure>>();
    calls.push({ key, signal, answer });
    return answer.promise;
  }, concurrency);
  return { calls, register };
}

/** What was asked for in one turn is sent before the next. */
async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Promise.withResolvers is not in Node 20. */
function withResolvers<Value>(): PromiseWithResolvers<Value> {
  let resolve: (value: Value | PromiseLike<Value>) => void = () => undefined;
  let reject: (reason?: unknown) => void = () => undefined;
  const promise = new Promise<Value>((res, rej) => {
    resolve = res;
    reject = rej;
  });
  return { promise, resolve, reject };
}

interface PromiseWithResolvers<Value> {
  readonly promise: Promise<Value>;
  resolve(value: Value): void;
  reject(reason?: unknown): void;
}

const never = new AbortController().signal;

describe('JoinedLookUp', () => {
  it('asks once for equal look-ups of one turn, and each key by itself', async () => {
    const { calls, register } = open();
    const [first, second, other] = [
      register.lookUp('a', never),
      register.lookUp('a', never),
      register.lookUp('b', never),
    ];
    await nextTurn();
    expect(calls.map(({ key }) => key)).toEqual(['a', 'b']);
    calls[1]?.answer.resolve(ok('B'));
    expect(await other).toEqual(ok('B'));
    calls[0]?.answer.resolve(ok('A'));
    expect(await Promise.all([first, second])).toEqual([ok('A'), ok('A')]);
  });

  it('joins nobody to a call that is under way: a late answer is from before what has changed since', async () => {
    const { calls, register } = open();
    const before = register.lookUp('a', never);
    await nextTurn();
    const after = register.lookUp('a', never);
    await nextTurn();
    expect(calls).toHaveLength(2);
    calls[1]?.answer.resolve(ok('bankrupt'));
    expect(await after).toEqual(ok('bankrupt'));
    calls[0]?.answer.resolve(ok('active'));
    expect(await before).toEqual(ok('active'));
  });

  it('joins those who wait for a place, and begins no more calls than there are places', async () => {
    const { calls, register } = open(1);
    const first = register.lookUp('a', never);
    await nextTurn();
    const second = register.lookUp('a', never);
    await nextTurn();
    const third = register.lookUp('a', never);
    const other = register.lookUp('b', never);
    await nextTurn();
    expect(calls.map(({ key }) => key)).toEqual(['a']);
    calls[0]?.answer.resolve(ok('old'));
    expect(await first).toEqual(ok('old'));
    await nextTurn();
    expect(calls.map(({ key }) => key)).toEqual(['a', 'a']);
    calls[1]?.answer.resolve(ok('new'));
    expect(await Promise.all([second, third])).toEqual([ok('new'), ok('new')]);
    await nextTurn();
    calls[2]?.answer.resolve(ok('B'));
    expect(await other).toEqual(ok('B'));
    expect(calls.map(({ key }) => key)).toEqual(['a', 'a', 'b']);
  });

  it('lets one give up alone, and ends the call when all have', async () => {
    const { calls, register } = open();
    const [one, other] = [new AbortController(), new AbortController()];
    const [first, second] = [register.lookUp('a', one.signal), register.lookUp('a', other.signal)];
    await nextTurn();
    one.abort();
    expect(await first).toMatchObject({ ok: false, error: { kind: 'transient', code: 'LOOK_UP_ABORTED' } });
    expect(calls[0]?.signal.aborted).toBe(false);
    const timeUp = new DOMException('too late', 'TimeoutError');
    other.abort(timeUp);
    expect(await second).toMatchObject({ ok: false });
    expect(calls[0]?.signal.reason).toBe(timeUp);
  });

  it('never sends what nobody waits for any more, and keeps the place for others', async () => {
    const { calls, register } = open(1);
    const held = register.lookUp('a', never);
    await nextTurn();
    const [inTurn, queued] = [new AbortController(), new AbortController()];
    const waiting = register.lookUp('b', queued.signal);
    await nextTurn();
    queued.abort();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'LOOK_UP_ABORTED' } });
    calls[0]?.answer.resolve(ok('A'));
    await held;
    await nextTurn();
    const atOnce = register.lookUp('b', inTurn.signal);
    inTurn.abort();
    expect(await atOnce).toMatchObject({ ok: false, error: { code: 'LOOK_UP_ABORTED' } });
    const next = register.lookUp('b', never);
    await nextTurn();
    expect(calls.map(({ key }) => key)).toEqual(['a', 'b']);
    calls[1]?.answer.resolve(ok('B'));
    expect(await next).toEqual(ok('B'));
  });

  it('asks nothing for somebody who has given up already', async () => {
    const { calls, register } = open();
    expect(await register.lookUp('a', AbortSignal.abort())).toMatchObject({ ok: false });
    await nextTurn();
    expect(calls).toEqual([]);
  });

  it('hands a defect on to all, and asks anew after it', async () => {
    const { calls, register } = open(1);
    const both = Promise.allSettled([register.lookUp('a', never), register.lookUp('a', never)]);
    await nextTurn();
    calls[0]?.answer.reject(new Error('broken'));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    void register.lookUp('a', never);
    await nextTurn();
    expect(calls).toHaveLength(2);
  });
});
