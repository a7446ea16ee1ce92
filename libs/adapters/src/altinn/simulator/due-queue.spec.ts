import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { DueQueue } from './due-queue.js';

describe('DueQueue', () => {
  it('gives what is due, the earliest first, and keeps the rest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 })), fc.integer({ min: 0, max: 100 }), (times, now) => {
        const queue = new DueQueue<{ readonly at: number }>();
        for (const at of times) queue.add({ at });
        const taken: number[] = [];
        for (let item = queue.take(now); item !== undefined; item = queue.take(now)) taken.push(item.at);
        expect(taken).toEqual(times.filter((at) => at <= now).sort((left, right) => left - right));
        expect(queue.size).toBe(times.length - taken.length);
      }),
    );
  });
});
