import { describe, expect, it } from '@jest/globals';
import { transient, type Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import { BatchedLookUp } from './batched-look-up.js';

const never = new AbortController().signal;

/** A register whose calls are answered by hand. */
class ManualRegister {
  readonly calls: { keys: readonly string[]; signal: AbortSignal; answer(result?: Result<never, Failure>): void }[] =
    [];

  readonly load = (
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, string>, Failure>> =>
    new Promise((resolve) => {
      this.calls.push({
        keys,
        signal,
        answer: (result) => {
          resolve(result ?? ok(new Map(keys.map((key) => [key, `fact ${key}`]))));
        },
      });
    });
}

describe('BatchedLookUp', () => {
  it('sends at once when idle and joins what was asked for in the same turn', async () => {
    const register = new ManualRegister();
    const batched = new BatchedLookUp<string>({ maxKeys: 10, concurrency: 1, load: register.load });
    const first = batched.lookUp(['a', 'b'], never);
    const second = batched.lookUp(['b', 'c'], never);
    await Promise.resolve();
    expect(register.calls.map((call) => call.keys)).toEqual([['a', 'b', 'c']]);
    register.calls[0]?.answer();
    await expect(first).resolves.toEqual(
      ok(
        new Map([
          ['a', 'fact a'],
          ['b', 'fact b'],
        ]),
      ),
    );
    await expect(second).resolves.toEqual(
      ok(
        new Map([
          ['b', 'fact b'],
          ['c', 'fact c'],
        ]),
      ),
    );
  });

  it('gathers while a call is in flight', async () => {
    const register = new ManualRegister();
    const batched = new BatchedLookUp<string>({ maxKeys: 10, concurrency: 1, load: register.load });
    const first = batched.lookUp(['a'], never);
    await Promise.resolve();
    const later = [batched.lookUp(['b'], never), batched.lookUp(['c'], never)];
    await Promise.resolve();
    expect(register.calls).toHaveLength(1);
    register.calls[0]?.answer();
    await first;
    await Promise.resolve();
    expect(register.calls[1]?.keys).toEqual(['b', 'c']);
    register.calls[1]?.answer();
    expect((await Promise.all(later)).every((answer) => answer.ok)).toBe(true);
  });

  it('splits what is more than one call takes', async () => {
    const register = new ManualRegister();
    const batched = new BatchedLookUp<string>({ maxKeys: 2, concurrency: 2, load: register.load });
    const all = batched.lookUp(['a', 'b', 'c'], never);
    await Promise.resolve();
    expect(register.calls.map((call) => call.keys)).toEqual([['a', 'b'], ['c']]);
    for (const call of register.calls) call.answer();
    const answer = await all;
    expect(answer.ok && [...answer.value.keys()]).toEqual(['a', 'b', 'c']);
  });

  it('gives a failure to everyone in the call', async () => {
    const register = new ManualRegister();
    const batched = new BatchedLookUp<string>({ maxKeys: 10, concurrency: 1, load: register.load });
    const both = [batched.lookUp(['a'], never), batched.lookUp(['b'], never)];
    await Promise.resolve();
    register.calls[0]?.answer(err(transient('DOWN', 'down')));
    for (const answer of await Promise.all(both)) expect(answer).toMatchObject({ ok: false, error: { code: 'DOWN' } });
  });

  it('aborts the call only when nobody waits for it any more', async () => {
    const register = new ManualRegister();
    const batched = new BatchedLookUp<string>({ maxKeys: 10, concurrency: 1, load: register.load });
    const [one, two] = [new AbortController(), new AbortController()];
    const first = batched.lookUp(['a'], one.signal);
    const second = batched.lookUp(['b'], two.signal);
    await Promise.resolve();
    one.abort();
    await expect(first).resolves.toMatchObject({ ok: false, error: { code: 'LOOK_UP_ABORTED' } });
    expect(register.calls[0]?.signal.aborted).toBe(false);
    two.abort();
    await second;
    expect(register.calls[0]?.signal.aborted).toBe(true);
  });
});
