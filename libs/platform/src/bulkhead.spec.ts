import { describe, expect, it } from '@jest/globals';
import { Bulkhead } from './bulkhead.js';

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

describe('Bulkhead', () => {
  it('lets as many in as it has places, and the others in order', async () => {
    const bulkhead = new Bulkhead(2);
    const entered: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) void bulkhead.enter(undefined).then(() => entered.push(name));
    await turns();
    expect(entered).toEqual(['a', 'b']);
    bulkhead.leave();
    await turns();
    expect(entered).toEqual(['a', 'b', 'c']);
    bulkhead.leave();
    bulkhead.leave();
    await turns();
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
  });

  it('turns away who gives up waiting, without losing a place', async () => {
    const bulkhead = new Bulkhead(1);
    const caller = new AbortController();
    expect(await bulkhead.enter(undefined)).toBe(true);
    const waits = bulkhead.enter(caller.signal);
    const next = bulkhead.enter(undefined);
    caller.abort();
    expect(await waits).toBe(false);
    bulkhead.leave();
    expect(await next).toBe(true);
    bulkhead.leave();
    expect(await bulkhead.enter(AbortSignal.abort())).toBe(false);
    expect(await bulkhead.enter(undefined)).toBe(true);
  });
});
