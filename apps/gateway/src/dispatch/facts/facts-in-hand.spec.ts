import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { transient } from '#domain/failure.js';
import { err, ok } from '#domain/result.js';
import { FactsInHand } from './facts-in-hand.js';
import type { FactsResult } from './facts-gatherer.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const facts = (): Promise<FactsResult> => Promise.resolve(ok({ kind: 'address', evidence: [] }));

describe('FactsInHand', () => {
  let inHand: FactsInHand;

  beforeEach(() => {
    jest.useFakeTimers();
    inHand = new FactsInHand();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives facts for a minute of domain time, forward and back', () => {
    inHand.keep('letter', facts(), NOW);
    const at = (seconds: number): unknown => inHand.of('letter', new Date(NOW.getTime() + seconds * 1_000));
    expect(at(59)).toBeDefined();
    expect(at(-59)).toBeDefined();
    expect(at(60)).toBeUndefined();
    expect(at(-60)).toBeUndefined();
  });

  it('keeps nothing in memory beyond a minute of real time, though nobody asks', () => {
    inHand.keep('first', facts(), NOW);
    jest.advanceTimersByTime(1_000);
    inHand.keep('second', facts(), NOW);
    jest.advanceTimersByTime(59_000);
    expect(inHand.size).toBe(1);
    jest.advanceTimersByTime(1_000);
    expect(inHand.size).toBe(0);
  });

  it('drops the oldest of too many, what was used, and what failed', async () => {
    for (let letter = 0; letter < 4_001; letter += 1) inHand.keep(String(letter), facts(), NOW);
    expect(inHand.size).toBe(4_000);
    expect(inHand.of('0', NOW)).toBeUndefined();
    inHand.drop('1');
    expect(inHand.of('1', NOW)).toBeUndefined();
    const failed = Promise.resolve<FactsResult>(err(transient('KRR_NO_ANSWER', 'down')));
    inHand.keep('failed', failed, NOW);
    await failed;
    await Promise.resolve();
    expect(inHand.of('failed', NOW)).toBeUndefined();
  });
});
