import { describe, expect, it } from '@jest/globals';
import type { Failure } from '#domain/failure.js';
import { ok, type Result } from '#domain/result.js';
import { JoinedLookUp } from './joined-look-up.js';

interface Call {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly answer: PromiseWithResolvers<Result<string, Failure>>;
}

function open(): { calls: Call[]; register: JoinedLookUp<string> } {
  const calls: Call[] = [];
  const register = new JoinedLookUp<string>((key, signal) => {
    const answer = withResolvers<Result<string, Failure>>();
    calls.push({ key, signal, answer });
    return answer.promise;
  });
  return { calls, register };
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
  it('asks once for equal look-ups in flight, and each key by itself', async () => {
    const { calls, register } = open();
    const [first, second, other] = [
      register.lookUp('a', never),
      register.lookUp('a', never),
      register.lookUp('b', never),
    ];
    expect(calls.map(({ key }) => key)).toEqual(['a', 'b']);
    calls[1]?.answer.resolve(ok('B'));
    expect(await other).toEqual(ok('B'));
    calls[0]?.answer.resolve(ok('A'));
    expect(await Promise.all([first, second])).toEqual([ok('A'), ok('A')]);
  });

  it('keeps nothing: the next one asks anew', async () => {
    const { calls, register } = open();
    const first = register.lookUp('a', never);
    calls[0]?.answer.resolve(ok('A'));
    await first;
    void register.lookUp('a', never);
    expect(calls).toHaveLength(2);
  });

  it('lets one give up alone, and ends the call when all have', async () => {
    const { calls, register } = open();
    const [one, other] = [new AbortController(), new AbortController()];
    const [first, second] = [register.lookUp('a', one.signal), register.lookUp('a', other.signal)];
    one.abort();
    expect(await first).toMatchObject({ ok: false, error: { kind: 'transient', code: 'LOOK_UP_ABORTED' } });
    expect(calls[0]?.signal.aborted).toBe(false);
    other.abort();
    expect(await second).toMatchObject({ ok: false });
    expect(calls[0]?.signal.aborted).toBe(true);
    void register.lookUp('a', never);
    expect(calls).toHaveLength(2);
  });

  it('asks nothing for somebody who has given up already', async () => {
    const { calls, register } = open();
    expect(await register.lookUp('a', AbortSignal.abort())).toMatchObject({ ok: false });
    expect(calls).toEqual([]);
  });

  it('hands a defect on to all, and asks anew after it', async () => {
    const { calls, register } = open();
    const [first, second] = [register.lookUp('a', never), register.lookUp('a', never)];
    calls[0]?.answer.reject(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    await expect(second).rejects.toThrow('broken');
    void register.lookUp('a', never);
    expect(calls).toHaveLength(2);
  });
});
