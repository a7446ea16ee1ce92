import { describe, expect, it } from '@jest/globals';
import { ambiguous, defect, throttled, transient } from '#domain/failure.js';
import { scheduleRetry } from './retry-schedule.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const most = (): number => 0.999_999;

function waitMs(attempts: number, random = most): number {
  const retry = scheduleRetry(transient('X', 'x'), attempts, NOW, random);
  return retry.kind === 'retry' ? retry.dueAt.getTime() - NOW.getTime() : Number.NaN;
}

describe('scheduleRetry', () => {
  it('doubles its bound from one second to half an hour', () => {
    expect([0, 1, 2, 3].map((attempts) => Math.ceil(waitMs(attempts) / 1_000))).toEqual([1, 2, 4, 8]);
    expect(Math.round(waitMs(60) / 60_000)).toBe(30);
  });

  it('draws from nothing to the bound', () => {
    expect(waitMs(10, () => 0)).toBe(0);
  });

  it('counts attempts until the budget is used up, sooner for a defect', () => {
    expect(scheduleRetry(transient('X', 'x'), 118, NOW, most)).toMatchObject({ kind: 'retry', attempts: 119 });
    expect(scheduleRetry(ambiguous('X', 'x'), 119, NOW, most)).toEqual({ kind: 'hold' });
    expect(scheduleRetry(defect('X', 'x'), 7, NOW, most)).toEqual({ kind: 'hold' });
  });

  it('waits as long as a throttling provider asks, without counting', () => {
    const retryAt = new Date(NOW.getTime() + 30_000);
    const retry = scheduleRetry(throttled('X', 'x', retryAt), 119, NOW, () => 0);
    expect(retry).toEqual({ kind: 'retry', dueAt: retryAt, attempts: 119 });
  });

  it('does not believe a provider that asks for a day', () => {
    const retry = scheduleRetry(throttled('X', 'x', new Date(NOW.getTime() + 86_400_000)), 0, NOW, () => 0);
    expect(retry.kind === 'retry' && retry.dueAt).toEqual(new Date(NOW.getTime() + 3_600_000));
  });
});
