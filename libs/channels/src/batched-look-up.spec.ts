import { describe, expect, it } from '@jest/globals';
import { defect, transient } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import { BatchedLookUp, type BatchedLookUpOptions, type LookUpAnswers } from './batched-look-up.js';

const never = new AbortController().signal;

/** A register whose calls are answered by hand. */
class ManualRegister {
  readonly calls: { keys: readonly string[]; signal: AbortSignal; answer(result?: LookUpAnswers<string>): void }[] = [];

  readonly load = (keys: readonly string[], signal: AbortSignal): Promise<LookUpAnswers<string>> =>
    new Promise((resolve) => {
      this.calls.push({
        keys,
        signal,
        answer: (result) => {
          resolve(result ?? ok(new Map(keys.map((key) => [key, ok(`fact ${key}`)]))));
        },
      });
    });
}

function batchedOver(register: ManualRegister, options: Partial<BatchedLookUpOptions<string>>): BatchedLookUp<string> {
  return new BatchedLookUp<string>({ maxKeys: 10, concurrency: 1, ...options, load: register.load });
}

/** Enough turns for what is ready to be sent. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

describe('BatchedLookUp', () => {
  it('sends at once when idle and joins what was asked for in the same turn', async () => {
    const register = new ManualRegister();
    const batched = batchedOver(register, {});
    const asked = ['a', 'b', 'b', 'c'].map((key) => batched.lookUp(key, never));
    await turns();
    expect(register.calls.map((call) => call.keys)).toEqual([['a', 'b', 'c']]);
    register.calls[0]?.answer();
    await expect(Promise.all(asked)).resolves.toEqual(['a', 'b', 'b', 'c'].map((key) => ok(`fact ${key}`)));
  });

  it('gathers while a call is in flight, though another might go', async () => {
    const register = new ManualRegister();
    const batched = batchedOver(register, { concurrency: 4, gatherMs: 60_000 });
    const first = batched.lookUp('a', never);
    await turns();
    const later = [batched.lookUp('b', never), batched.lookUp('c', never)];
    await turns();
    expect(register.calls).toHaveLength(1);
    register.calls[0]?.answer();
    await first;
    await turns();
    expect(register.calls[1]?.keys).toEqual(['b', 'c']);
    register.calls[1]?.answer();
    expect((await Promise.all(later)).every((answer) => answer.ok)).toBe(true);
  });

  it('does not gather longer than it may behind a call that hangs', async () => {
    const register = new ManualRegister();
    const batched = batchedOver(register, { concurrency: 2, gatherMs: 5 });
    void batched.lookUp('a', never);
    await turns();
    const second = batched.lookUp('b', never);
    while (register.calls.length < 2) await new Promise(setImmediate);
    expect(register.calls[1]?.keys).toEqual(['b']);
    register.calls[1]?.answer();
    await expect(second).resolves.toEqual(ok('fact b'));
    register.calls[0]?.answer();
  });

  it('sends a full call at once, and splits what is more than one call takes', async () => {
    const register = new ManualRegister();
    const batched = batchedOver(register, { maxKeys: 2, concurrency: 2, gatherMs: 60_000 });
    const all = ['a', 'b', 'c', 'd', 'e'].map((key) => batched.lookUp(key, never));
    await turns();
    expect(register.calls.map((call) => call.keys)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    register.calls[0]?.answer();
    register.calls[1]?.answer();
    while (register.calls.length < 3) await new Promise(setImmediate);
    expect(register.calls[2]?.keys).toEqual(['e']);
    register.calls[2]?.answer();
    expect((await Promise.all(all)).every((answer) => answer.ok)).toBe(true);
  });

  it('gives a failure of the call to everyone in it', async () => {
    const register = new ManualRegister();
    const batched = batchedOver(register, {});
    const both = [batched.lookUp('a', never), batched.lookUp('b', never)];
    await turns();
    register.calls[0]?.answer(err(transient('DOWN', 'down')));
    for (const answer of await Promise.all(both)) expect(answer).toMatchObject({ ok: false, error: { code: 'DOWN' } });
  });

  it('gives a fault of one entry to that one alone, and tells of one that was left out', async () => {
    const register = new ManualRegister();
    const batched = batchedOver(register, {});
    const all = ['whole', 'broken', 'missing'].map((key) => batched.lookUp(key, never));
    await turns();
    const answers: [string, Result<string, ReturnType<typeof defect>>][] = [
      ['whole', ok('fact')],
      ['broken', err(defect('ENTRY_BROKEN', 'broken'))],
    ];
    register.calls[0]?.answer(ok(new Map(answers)));
    await expect(Promise.all(all)).resolves.toMatchObject([
      { ok: true, value: 'fact' },
      { ok: false, error: { code: 'ENTRY_BROKEN' } },
      { ok: false, error: { kind: 'defect', code: 'REGISTER_ANSWER_INCOMPLETE' } },
    ]);
  });

  it('aborts the call only when nobody waits for it any more', async () => {
    const register = new ManualRegister();
    const batched = batchedOver(register, {});
    const [one, two] = [new AbortController(), new AbortController()];
    const first = batched.lookUp('a', one.signal);
    const second = batched.lookUp('b', two.signal);
    await turns();
    one.abort();
    await expect(first).resolves.toMatchObject({ ok: false, error: { code: 'LOOK_UP_ABORTED' } });
    expect(register.calls[0]?.signal.aborted).toBe(false);
    const timeUp = new DOMException('too late', 'TimeoutError');
    two.abort(timeUp);
    await second;
    expect(register.calls[0]?.signal.reason).toBe(timeUp);
  });
});
