import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { untilAborted } from './until-aborted.js';

const GAVE_UP = 'gave up';
const gaveUp = (): string => GAVE_UP;

describe('untilAborted', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  beforeEach(() => {
    unhandled.length = 0;
    process.on('unhandledRejection', note);
  });
  afterEach(() => {
    process.off('unhandledRejection', note);
  });

  /** Node tells of unhandled rejections when the turn is over. */
  const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

  it('gives what the call gives, and leaves no listener behind', async () => {
    const caller = new AbortController();
    expect(await untilAborted(Promise.resolve('token'), caller.signal, gaveUp)).toBe('token');
    await expect(untilAborted(Promise.reject(new Error('no')), caller.signal, gaveUp)).rejects.toThrow('no');
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });

  it('ends the wait of one who gives up, and no other', async () => {
    let answer = (_value: string): void => undefined;
    const shared = new Promise<string>((resolve) => (answer = resolve));
    const caller = new AbortController();
    const impatient = untilAborted(shared, caller.signal, gaveUp);
    const patient = untilAborted(shared, new AbortController().signal, gaveUp);
    caller.abort();
    expect(await impatient).toBe(GAVE_UP);
    answer('token');
    expect(await patient).toBe('token');
  });

  it.each<[string, (caller: AbortController) => void]>([
    [
      'before',
      (caller) => {
        caller.abort();
      },
    ],
    ['never', () => undefined],
  ])('leaves no rejection unhandled when the caller gave up %s', async (_when, before) => {
    let fail = (_error: Error): void => undefined;
    const shared = new Promise<string>((_resolve, reject) => (fail = reject));
    const caller = new AbortController();
    before(caller);
    const wait = untilAborted(shared, caller.signal, gaveUp);
    caller.abort();
    expect(await wait).toBe(GAVE_UP);
    fail(new Error('a defect'));
    await nextTurn();
    await nextTurn();
    expect(unhandled).toEqual([]);
  });
});
